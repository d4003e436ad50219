"""Texts that do harm where a program is careless with them; one list for every place that text goes in or comes out."""

MARKUP = {
    "a script": "<script>alert(1)</script>",
    "the end of a textarea": "</textarea><script>alert(1)</script>",
    "an event handler": '"><img src=x onerror=alert(1)>',
    "an attribute": "' onmouseover='alert(1)",
    "an SVG": "<svg onload=alert(1)>",
    "a style sheet": "</style><style>@import url(http://127.0.0.1:9/x.css);</style>",
    "a local file": '<img src="file:///etc/passwd"><object data="file:///etc/passwd"></object>',
    "an address to fetch": '<link rel="attachment" href="http://127.0.0.1:9/x"><iframe src="http://127.0.0.1:9/">',
    "a template tag": "{{ 7|add:7 }}{% debug %}${7*7}#{7*7}",
    "an entity": "&lt;b&gt;&#60;script&#62;",
    "a CDATA end": "]]><script>alert(1)</script>",
    "a comment": "<!-- --!><script>alert(1)</script>",
    "a JavaScript address": "javascript:alert(1)",
}
FORMULAS = {
    "a formula": "=1+1",
    "a plus": "+1+1",
    "a minus": "-1+1",
    "an at sign": "@SUM(1)",
    "a tab before a formula": "\t=1+1",
    "a DDE call": "=cmd|' /C calc'!A0",
    "a hyperlink": '=HYPERLINK("http://127.0.0.1:9/","x")',
    "a full-width formula": "＝1+1",
}
ODD = {
    "right-to-left overrides": "\u202eevil\u202c \u2066isolated\u2069",
    "zero-width characters": "zero\u200bwidth\u200d\ufeff",
    "a combining stack": "Z" + "\u0300\u0301\u0302\u0303" * 40,
    "emoji": "👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "Gaelic and Welsh": "Comhairle nan Eilean Siar, tŷ, ŵyl, àèìòù",
    "four-byte letters": "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "line ends of all kinds": "one\u2028two\u2029three\x85four",
    "no space in 4,000 letters": "x" * 4000,
    "a header": "Subject: x\r\nBcc: everybody@example.org",
    "a log line": '\n{"level": "critical"}',
    "a path": "../../../etc/passwd",
    "a reserved name": "CON.pdf",
    "quotes": 'O\'Neill "the" `chief` \\ /',
    "SQL": "'; DROP TABLE councils_council; --",
    "a percent sign": "100 % %s %(name)s {0}",
    "nothing but space": " \u00a0\u3000 ",
}
REFUSED = {"a null character": "a\x00b"}

TEXTS = MARKUP | FORMULAS | ODD
