"""Tell people and programs about drift: one GitHub issue for each, Slack, any webhook."""
