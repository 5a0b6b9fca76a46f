// Fills the lists of a new interview's fields while they are typed into, and goes on with a long import by itself.

const PAUSE = 150;
const onward = document.querySelector("form[data-goes-on]");
let timer = 0;

for (const field of document.querySelectorAll("[data-finds]")) {
  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (!taken(field)) timer = setTimeout(find, PAUSE, field);
  });
}
if (onward) onward.requestSubmit();

async function find(field) {
  const client = field.form.elements["client.name"].value;
  const query = new URLSearchParams({ kind: field.dataset.finds, q: field.value, client });
  try {
    const answer = await fetch(`/desk/interviews/known?${query}`, { redirect: "manual" });
    if (answer.status === 200) field.list.innerHTML = await answer.text();
  } catch {
    // offline: what is known is found when the form is sent
  }
}

// One that was chosen brings its address or name along, where the field beside it is empty.
function taken(field) {
  const meant = [...field.list.options].filter((option) => option.value === field.value);
  if (meant.length !== 1) return false;
  for (const [part, said] of Object.entries(meant[0].dataset)) {
    const beside = field.form.elements[field.name.replace(/[^.]+$/, part)];
    if (beside && !beside.value) beside.value = said;
  }
  return true;
}
