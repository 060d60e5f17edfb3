"""What comes in, validated: files, forms, addresses and command lines all become one of these first."""
