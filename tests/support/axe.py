"""What axe-core finds wrong on a page, by WCAG 2.2, levels A and AA.

Most of its time goes into contrast, which it judges for every text anew: for each of the forty rows of a table. Here it
judges three of the texts that look alike. Contrast follows from a text's colour, size and weight, and from what is
painted behind it, which is its own background and those of all that it stands in: where these are the same, so is the
contrast. A text that is placed freely, over something it does not stand in, is judged by itself; so is one that
axe-core might pass over, which would stand for nothing: what is disabled, a label, less than two letters.
"""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],  # where what is well stands need not be found out: that takes the most time
}
_AXE = Axe()
_ALIKE = """rules => {
  const looks = new Map(), judged = new Map();
  const look = one => {  // how it and all it stands in are painted; null where that does not tell what is behind it
    if (one === null) return "";
    if (!looks.has(one)) {
      const style = getComputedStyle(one), behind = look(one.parentElement);
      const free = one instanceof SVGElement || !["static", "relative"].includes(style.position);
      const painted = [
        style.color, style.fontSize, style.fontWeight, style.opacity, style.textShadow, style.filter,
        style.mixBlendMode, style.backgroundColor, style.backgroundImage,
      ];
      looks.set(one, free || behind === null ? null : `${behind}|${painted}`);
    }
    return looks.get(one);
  };
  const told = one => [...one.childNodes].some(node => node.nodeType === 3 && /[\\p{L}\\p{N}]{2}/u.test(node.data));
  for (const one of document.body.querySelectorAll("*")) {
    one.removeAttribute("data-alike");
    if (!told(one) || !one.checkVisibility() || one.closest("label, :disabled, [aria-disabled]")) continue;
    const painted = look(one), before = judged.get(painted) ?? 0;
    if (painted !== null && before === 3) one.setAttribute("data-alike", "");
    else judged.set(painted, before + 1);
  }
  axe.configure({rules: [{id: "color-contrast", selector: ":not([data-alike])"}]});
  return axe.run(document, rules);
}"""


def faults(page: Page) -> list[str]:
    """Return each rule that is broken, and the first elements it is broken by."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.axe_script)
    found: list[dict[str, Any]] = page.evaluate(_ALIKE, RULES)["violations"]
    return [f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in found]
