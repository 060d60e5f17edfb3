"""Reading: (session, viewer, wanted) → shapes. Which rows and fields a viewer gets is said in visible.py alone."""
