// Ten minutes before a visit ends, ask whether to go on (WCAG 2.2.1); at its end, say that nothing is lost. And let
// every form be sent once, whatever is pressed twice.

const session = document.getElementById("session");
const ask = 600_000;
let ends = Date.parse(session?.dataset.ends ?? "");
let asked, timer, dialog, back;

const say = (title, text, label, press) => {
  dialog ??= document.body.appendChild(document.createElement("dialog"));
  const [h2, p, button] = [["h2", title], ["p", text], ["button", label]].map(([name, words]) =>
    Object.assign(document.createElement(name), { textContent: words }));
  h2.id = "stay-title";
  button.onclick = press;
  dialog.setAttribute("aria-labelledby", h2.id);
  dialog.replaceChildren(h2, p, button);
  if (!dialog.open) {
    back = document.activeElement;
    dialog.onclose = () => back?.focus();
    dialog.showModal();
  }
  button.focus();
};

const plan = () => {
  clearTimeout(timer);
  const left = ends - Date.now();
  if (left <= 0) return ended();
  if (left > ask) timer = setTimeout(plan, Math.min(left - ask, 2 ** 30));
  else {
    timer = setTimeout(plan, left);
    if (asked === ends) return;
    asked = ends;
    const at = new Date(ends).toTimeString().slice(0, 5);
    say(`Your visit ends in ${Math.ceil(left / 60_000)} min`, `At ${at}, for your safety. Nothing is lost.`, "Stay", stay);
  }
};

const stay = async () => {
  try {
    const body = new URLSearchParams({ csrf: session.dataset.csrf });
    const answer = await fetch(session.dataset.extend, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.status === 401) return ended();
    ends = Date.parse(answer.headers.get("Session-Ends")) || ends;
    dialog.close();
    plan();
  } catch {
    say("No connection", "You are still in. Try again in a moment.", "Stay", stay);
  }
};

const ended = () => {
  if (asked === 0) return;
  asked = 0;
  const text = "What you saved is kept. Send this page all the same: we keep it and mail you a link to go on.";
  say("Your visit has ended", text, "Back to the page", () => dialog.close());
};

if (session) {
  plan();
  document.addEventListener("visibilitychange", () => document.hidden || plan());
}

let sent = [];
const again = () => {
  sent = [];
  for (const one of document.querySelectorAll("form button[aria-disabled]")) one.removeAttribute("aria-disabled");
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (sent.includes(form)) return event.preventDefault();
  sent.push(form);
  for (const one of form.querySelectorAll("button")) one.setAttribute("aria-disabled", "true");
  setTimeout(again, 10_000); // a form that answers with a file leaves this page standing
});
addEventListener("pageshow", again);
