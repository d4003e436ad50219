"""What the Digital Office works out over many councils: plain, exact arithmetic over ids. No Django, no clock."""
