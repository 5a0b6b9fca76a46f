// Shows how much of a file is on its way, and goes where the answer leads. Without script the form does it alone.
const REFUSED = {
  403: "You came in again meanwhile. Load this page again and choose the file once more.",
  404: "Your letter is not open here any more. Load this page again: it says what you can do.",
  409: "Your letter has moved on meanwhile. Load this page again: it says where it stands.",
  413: "This file is too large. Take out large pictures, save it again and choose it once more.",
  429: "That was many files at once. The file is still chosen: try again in a few minutes.",
};
const form = document.querySelector("form[data-upload]");
if (form) {
  const bar = form.querySelector("[data-upload-bar]");
  const says = form.querySelector("[data-upload-says]");
  const button = form.querySelector("button");
  const say = (words) => { says.textContent = words; };
  const over = (words) => {
    bar.hidden = true;
    button.removeAttribute("aria-disabled");
    say(words);
  };
  form.addEventListener("submit", (event) => {
    const file = form.querySelector("input[type=file]").files[0];
    if (!file) return;
    event.preventDefault();
    if (button.getAttribute("aria-disabled")) return;
    if (file.size > 10485760) {
      over("This file is larger than 10 MB. Take out large pictures, save it again and choose it once more.");
      return;
    }
    const sent = new XMLHttpRequest();
    bar.hidden = false;
    button.setAttribute("aria-disabled", "true");
    say("Sending your file.");
    sent.upload.addEventListener("progress", (step) => {
      if (step.lengthComputable) bar.value = (100 * step.loaded) / step.total;
    });
    sent.upload.addEventListener("load", () => say("It is here. We are reading it."));
    sent.addEventListener("load", () => {
      if (sent.status < 400 && sent.responseURL) location.assign(sent.responseURL);
      else if (sent.status === 401 || sent.status === 422) form.submit();
      else over(REFUSED[sent.status] ?? "It did not arrive whole. The file is still chosen: try again in a moment.");
    });
    sent.addEventListener("error", () => over("Your connection broke off. The file is still chosen: try again."));
    sent.addEventListener("timeout", () => over("Your connection is too slow just now. The file is still chosen: try again."));
    sent.open("POST", form.action);
    sent.send(new FormData(form));
  });
}
