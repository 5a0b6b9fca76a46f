// Counts the words of a letter while it is written; the server says the same on every load.
const said = document.querySelector("[data-words] strong");
const form = said && said.closest("form");
if (form) {
  const count = () => {
    const texts = [...form.querySelectorAll("textarea.letter")].map((area) => area.value);
    said.textContent = texts.join(" ").split(/\s+/).filter(Boolean).length;
  };
  form.addEventListener("input", count);
  count();
}
