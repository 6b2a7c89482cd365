"""What a community does with battles: rules and use cases, without Discord, SQL or HTTP."""
