"""What a document's HTML is relieved of before it is laid out."""

import re

BLOCKS = "caption|circle|col|colgroup|div|g|h[1-6]|li|p|path|section|svg|table|tbody|td|text|th|thead|title|tr|ul"
INDENTATION = re.compile(rf"\s*\n\s*(?=</?(?:{BLOCKS})\b)")


def without_indentation(html: str) -> str:
    """Without the line breaks before elements that begin a line anyway: each would be a box to lay out and drop.

    What people wrote is escaped and so never begins an element.
    """
    return INDENTATION.sub("", html)
