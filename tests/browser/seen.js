() => {
  const shown = (e) => {
    const box = e.getBoundingClientRect();
    const visible = getComputedStyle(e).visibility !== "hidden";
    return box.width > 0 && box.height > 0 && visible && !e.closest("[hidden], .unseen");
  };
  const named = (e) => e.outerHTML.slice(0, 100);
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const found = [];

  const heads = all("h1").length;
  if (heads !== 1) found.push(`${heads} h1`);

  const width = document.documentElement.scrollWidth;
  if (width > innerWidth) {
    const past = all("body *").filter((e) => e.getBoundingClientRect().right > innerWidth + 1);
    found.push(`wider than the window (${width}): ${past.slice(0, 3).map(named).join(" | ")}`);
  }

  // WCAG 2.5.8: a link within a sentence may be as small as the sentence.
  const inSentence = (e) =>
    e.tagName === "A" &&
    getComputedStyle(e).display === "inline" &&
    e.parentElement.textContent.trim().length > e.textContent.trim().length;
  const target = (e) => (e.matches("[type=checkbox], [type=radio]") ? e.closest("label") || e : e);
  for (const e of all("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    if (inSentence(e) || e.matches(".skip")) continue;
    const box = target(e).getBoundingClientRect();
    if (box.width < 24 || box.height < 24) {
      found.push(`a target of ${Math.round(box.width)}x${Math.round(box.height)}: ${named(e)}`);
    }
  }

  for (const e of all(".tag")) {
    const [tag, next] = [e, e.nextElementSibling].map((one) => one?.getBoundingClientRect());
    const beside = next && next.top < tag.bottom && next.bottom > tag.top && next.left > tag.left;
    if (beside && next.left < tag.right - 1) found.push(`it lies over what is beside it: ${named(e)}`);
  }

  for (const e of document.querySelectorAll("input[type=radio]")) {
    const question = e.closest("fieldset")?.querySelector("legend")?.textContent.trim();
    if (!question) found.push(`a choice without a question: ${e.name}`);
  }
  for (const e of document.querySelectorAll("[tabindex]")) {
    if (e.tabIndex > 0) found.push(`a place of its own in the order: ${named(e)}`);
  }
  for (const e of document.querySelectorAll("[style], [onclick], style, script:not([src])")) {
    found.push(`style or script within the page: ${named(e)}`);
  }
  const actions = all("main button:not(.second, .quiet, .danger), main a.button:not(.second)");
  if (actions.length > 1) found.push(`${actions.length} accent actions: ${actions.map((e) => e.textContent.trim())}`);
  return found;
}
