// The console's keys, and what a visible window asks every two seconds. Without this module everything is a press away.

const EVERY = 2000, OFF = "afterword:keys-off";
const help = document.getElementById("keys");
const on = document.getElementById("keys-on");
const live = document.querySelector("[data-now]");
let asked = "", busy = false;

if (help) keys();
if (live) setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
document.addEventListener("pageshow", look);

function keys() {
  on.checked = !localStorage.getItem(OFF);
  on.addEventListener("change", () => {
    if (on.checked) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1");
    hints();
  });
  hints();
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-key='?']")) help.showModal();
  });
}

function hints() {
  for (const hint of document.querySelectorAll(".keys-hint")) hint.hidden = false;
  document.body.classList.toggle("no-keys", !on.checked);
}

function pressed(event) {
  const field = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat && event.key !== "j") return;
  if (field) {
    if (event.key === "Escape" && field.type === "search") field.blur();
    return;
  }
  if (event.key === "?") return done(event, () => help.open ? help.close() : help.showModal());
  if (!on.checked || document.querySelector("dialog[open]")) return;
  const rows = [...document.querySelectorAll("[data-row]")];
  if (rows.length && (event.key === "j" || event.key === "k")) return done(event, () => move(rows, event.key === "j" ? 1 : -1));
  if (event.key === "c" && rows.length) return done(event, () => current(rows)?.querySelector("[data-claim]")?.click());
  const found = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (found) done(event, () => act(found));
}

function done(event, what) {
  event.preventDefault();
  what();
}

function current(rows) {
  return rows.find((row) => row.contains(document.activeElement));
}

function move(rows, by) {
  const at = rows.indexOf(current(rows));
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by));
  const link = rows[next].querySelector("a");
  link.focus();
  rows[next].scrollIntoView({ block: "nearest" });
}

function act(found) {
  if (found.matches("input")) return found.focus();
  const target = found.hash && document.querySelector(found.hash);
  if (!target) return found.click();
  for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  target.focus();
  target.scrollIntoView({ block: "center" });
}

async function look() {
  if (!live || busy || document.visibilityState !== "visible") return;
  busy = true;
  try {
    const headers = asked ? { "If-None-Match": asked } : {};
    const answer = await fetch(live.dataset.now, { headers, cache: "no-store", redirect: "manual" });
    if (answer.status === 200) show(answer.headers.get("ETag"), await answer.text());
  } catch {
    // offline, or the service is being renewed: it is asked again
  } finally {
    busy = false;
  }
}

function show(tag, page) {
  asked = tag;
  const keep = live.contains(document.activeElement) ? document.activeElement : null;
  if (live.dataset.decided !== undefined) return;
  const box = keep?.closest("[data-row]");
  if (keep && !box) { asked = ""; return; }
  live.innerHTML = page;
  if (box) document.getElementById(box.querySelector("a").id)?.focus();
}
