"""Files coming in: each reader turns one kind of file into drafts and hands them to the commands."""
