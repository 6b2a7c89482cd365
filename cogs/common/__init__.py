"""What all features share: one error route, one editor a message, texts and looks."""
