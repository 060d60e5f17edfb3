"""Writing: (session, actor, draft). Each asks for its right, checks everything, then writes rows and one event.

Nothing here commits: the door's transaction does, or undoes all of it.
"""
