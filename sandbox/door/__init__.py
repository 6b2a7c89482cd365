"""The door for the page: what members see and do, as JSON. Everything under /sandbox/."""
