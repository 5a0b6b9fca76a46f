"""Which styles of a Word file hide the text that is in them."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.adapters.word_upload.markup import Element, W, is_on, value_in


@dataclass(frozen=True)
class HiddenStyles:
    """The styles whose text is hidden, by identifier; ``everywhere``: the document's default is."""

    styles: frozenset[str]
    everywhere: bool

    def hide(self, style: str | None) -> bool:
        """Whether text in this style is hidden."""
        return style in self.styles


def hidden_styles(styles: Element | None) -> HiddenStyles:
    """Find the styles that hide text, also those based on one that does."""
    if styles is None:
        return HiddenStyles(frozenset(), everywhere=False)
    by_id = {style.get(f"{W}styleId"): style for style in styles.iterfind(f"{W}style")}
    default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}vanish")
    hiding = frozenset(name for name in by_id if name and _hides(name, by_id))
    return HiddenStyles(hiding, everywhere=is_on(default))


def _hides(name: str, by_id: Mapping[str, Element]) -> bool:
    seen: set[str] = set()
    following: str | None = name
    while following is not None and following in by_id and following not in seen:
        seen.add(following)
        style = by_id[following]
        own = style.find(f"{W}rPr/{W}vanish")
        if own is not None:
            return is_on(own)
        following = value_in(style, "basedOn")
    return False
