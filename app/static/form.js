// Saves a form by itself: after a pause in typing, and when the page is left. Without this module its buttons save.
// Offline, what was typed stays on this device, without what only the agency reads, until the server has it.

const IDLE = 800, AGAIN = 15000, PATIENCE = 20000, MOST_KEPT_ALIVE = 60000;
const KEPT = "afterword:", CONFIDED = "agency_only.", OURS = ["csrf", "was", "do"];
const OFFLINE = "You are offline: kept on this device";
const BUT_CONFIDED = ", except what only the agency reads";
const here = KEPT + location.pathname;
const form = document.querySelector("form[data-saves]");
const said = document.getElementById("saved");

forgetWhatArrived();
if (form && said) begin();

function begin() {
  const box = document.getElementById("offline");
  let saved = typed(), timer = 0, stopped = false, cut = false, busy = false, refused = "";

  offerKept(box, () => { stopped = true; });
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", leave);
  addEventListener("pagehide", () => save(true));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save(true));
  addEventListener("online", () => save(false));
  addEventListener("pageshow", (event) => { if (event.persisted) stopped = false; });

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(save, IDLE, false);
  }

  async function save(leaving) {
    clearTimeout(timer);
    const text = typed();
    if (stopped || text === saved) return;
    if (cut) return keep(false);
    if (busy && !leaving) return soon();
    if (leaving && (busy || !navigator.onLine)) keep(false);
    const body = new URLSearchParams(new FormData(form));
    body.delete("do");
    body.set("autosave", "1");
    busy = true;
    try {
      const answer = await fetch(form.dataset.saves, {
        method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE),
        keepalive: leaving && text.length < MOST_KEPT_ALIVE,
      });
      await hear(answer, text);
    } catch {
      keep(false);
      say(navigator.onLine ? "Not saved yet: kept on this device, we try again" : offline(), "warn");
      timer = setTimeout(save, AGAIN, false);
    } finally {
      busy = false;
    }
  }

  async function hear(answer, text) {
    if (answer.status === 204) {
      saved = text;
      refused = "";
      form.elements.was.value = answer.headers.get("X-Was") ?? form.elements.was.value;
      drop(here);
      box.hidden = true;
      const at = answer.headers.get("X-Saved-At");
      if (at) say(`✓ Saved ${at}`, "");
    } else if (answer.status === 401) {
      cut = true;
      const kept = answer.headers.has("X-Kept");
      if (kept) saved = text;
      else keep(false);
      say(kept ? "Your visit has ended. What you typed is kept: come in by your link and put it back."
        : "Your visit has ended. What you typed is kept on this device: come in by your link and open this page.", "warn");
    } else if (answer.status === 409) {
      cut = true;
      keep(false);
      const met = await told(answer);
      say(met.words, "warn");
      if (met.button) offerSending(met.button);
    } else if (answer.status === 403) {
      cut = true;
      keep(false);
      say("You came in again meanwhile. What you typed is kept on this device: load this page again.", "warn");
    } else if (answer.status === 422) {
      saved = text;
      const why = (await told(answer)).words;
      if (why !== refused) say(`Not saved: ${why}`, "bad");
      refused = why;
    } else {
      keep(false);
      say("Not saved yet: kept on this device, we try again", "warn");
      timer = setTimeout(save, AGAIN, false);
    }
  }

  function leave(event) {
    if (!navigator.onLine) {
      event.preventDefault();
      keep(false);
      say(offline(), "warn");
      return;
    }
    stopped = true;
    clearTimeout(timer);
    if (read(here)) keep(true);
  }

  function offerSending(words) {
    const button = document.createElement("button");
    button.className = "quiet";
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", () => form.requestSubmit());
    said.append(" ", button);
  }
}

function offline() {
  const confided = [...new FormData(form)].some(([name, value]) => name.startsWith(CONFIDED) && value);
  return OFFLINE + (confided ? BUT_CONFIDED : "");
}

function say(what, sign) {
  if (said.textContent === what) return;
  said.className = sign ? `sign ${sign}` : "saved";
  said.textContent = what;
}

async function told(answer) {
  try {
    return await answer.json();
  } catch {
    return { words: "Press the button below to see why." };
  }
}

function typed() {
  const fields = new URLSearchParams(new FormData(form));
  OURS.forEach((name) => fields.delete(name));
  return fields.toString();
}

function keep(sent) {
  const fields = [...new FormData(form)].filter(([name]) => !OURS.includes(name) && !name.startsWith(CONFIDED));
  try {
    localStorage.setItem(here, JSON.stringify({ was: form.elements.was.value, fields, sent }));
  } catch { /* no room, or not allowed: the form itself still holds it */ }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function drop(key) {
  try {
    localStorage.removeItem(key);
  } catch { /* not allowed: nothing is there either */ }
}

// A page that followed a form which was sent: what was kept of that form has arrived.
function forgetWhatArrived() {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(KEPT) && key !== here && read(key)?.sent).forEach(drop);
  } catch { /* not allowed */ }
}

function offerKept(box, stop) {
  const kept = read(here);
  if (!kept) return;
  const before = typed();
  put(kept.fields);
  if (typed() === before) return drop(here);
  form.elements.was.value = kept.was;
  box.querySelector("p").textContent = "What you typed on this device while you were offline stands here again.";
  box.querySelector("button").addEventListener("click", () => { stop(); drop(here); location.replace(location.pathname); });
  box.hidden = false;
}

function put(fields) {
  const held = grouped(fields);
  for (const control of form.querySelectorAll("input, textarea, select")) {
    const { name, type } = control;
    if (!name || OURS.includes(name) || name.startsWith(CONFIDED)) continue;
    const values = (held.get(name) ?? []).map(([, value]) => value);
    if (type === "checkbox" || type === "radio") control.checked = values.includes(control.value);
    else control.value = values[0] ?? "";
  }
  for (const [name, pairs] of held) {
    if (form.elements[name]) continue;
    for (const [, value] of pairs) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
}

function grouped(fields) {
  const held = new Map();
  for (const pair of fields) held.set(pair[0], [...(held.get(pair[0]) ?? []), pair]);
  return held;
}
