// Shows and hides what was typed into a passphrase field, without the way to the server that the button takes else.

for (const button of document.querySelectorAll("button[data-shows]")) {
  const field = document.getElementById(button.dataset.shows);
  button.type = "button";
  say();
  button.addEventListener("click", () => {
    field.type = field.type === "text" ? "password" : "text";
    say();
  });

  function say() {
    button.textContent = field.type === "text" ? "Hide what I typed" : "Show what I typed";
  }
}
