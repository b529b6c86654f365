// Comfort only: the lists read, sort, edit and move without this file.
"use strict";

// Arrows go from one editable cell to the next; Escape gives up an edit.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".cell-form");
  if (form && event.key === "Escape") {
    event.preventDefault();
    giveUp(form);
    return;
  }
  const cell = event.target.closest?.("[data-cell]");
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const step = steps[event.key];
  if (!cell || !step || event.ctrlKey || event.altKey || event.metaKey) return;
  const next = neighbour(cell, step);
  if (!next) return;
  event.preventDefault();
  next.focus();
});

function neighbour(cell, [down, right]) {
  const rows = [...cell.closest("table").querySelectorAll("tbody tr")].filter((row) => row.querySelector("[data-cell]"));
  const td = cell.closest("td");
  let row = rows.indexOf(td.parentElement) + down;
  let column = td.cellIndex + right;
  while (rows[row]?.cells[column]) {
    const found = rows[row].cells[column].querySelector("[data-cell]");
    if (found) return found;
    row += down;
    column += right;
  }
  return null;
}

function giveUp(form) {
  const td = form.closest("td");
  if (!td?.dataset.before) {
    window.location.assign(form.dataset.back);
    return;
  }
  td.innerHTML = td.dataset.before;
  delete td.dataset.before;
  window.htmx?.process(td);
  td.querySelector("[data-cell]")?.focus();
}

document.addEventListener("click", (event) => {
  const cancel = event.target.closest("[data-cancel]");
  const form = cancel?.closest("td .cell-form");
  if (!form) return;
  event.preventDefault();
  giveUp(form);
});

// What a cell held is kept until its form is sent or given up; refusals are shown in the cell.
document.addEventListener("htmx:beforeSwap", (event) => {
  const td = event.detail.target.closest?.("td");
  if (!td) return;
  if ([400, 409].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
  td.dataset.before ??= td.innerHTML;
});

// A card dropped on a column is moved by its own form, as the button would.
let dragged = null;
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-card][draggable]");
  dragged?.classList.add("dragged");
});
document.addEventListener("dragend", () => {
  dragged?.classList.remove("dragged");
  for (const lane of document.querySelectorAll(".lane.over")) lane.classList.remove("over");
});
document.addEventListener("dragover", (event) => {
  const lane = event.target.closest?.("[data-lane]");
  if (!lane || !dragged) return;
  event.preventDefault();
  for (const other of document.querySelectorAll(".lane.over")) other.classList.remove("over");
  lane.classList.add("over");
});
document.addEventListener("drop", (event) => {
  const lane = event.target.closest?.("[data-lane]");
  if (!lane || !dragged || lane.contains(dragged)) return;
  event.preventDefault();
  const form = dragged.querySelector("form.move");
  form.elements.statut.value = lane.dataset.lane;
  form.requestSubmit();
});

// On the timeline a date moves under the keys or the mouse; nothing is saved before the confirmation.
const DAY = 86_400_000;

function shifted(link) {
  const day = new Date(`${link.dataset.day}T00:00:00Z`);
  return new Date(day.getTime() + Number(link.dataset.shift ?? 0) * DAY).toISOString().slice(0, 10);
}

function shift(link, days) {
  link.dataset.shift = String(days);
  const perDay = Number(link.closest("[data-frise]").dataset.perDay);
  link.setAttribute("transform", `translate(${days * perDay} 0)`);
  const text = document.querySelector("[data-frise-dit]");
  text.textContent = `${shifted(link).split("-").reverse().join("/")}, non enregistré. Entrée pour voir ce qui bouge.`;
}

function confirmDate(link) {
  const url = new URL(link.href.baseVal ?? link.href, window.location.href);
  url.searchParams.set("valeur", shifted(link));
  window.location.assign(url);
}

document.addEventListener("keydown", (event) => {
  const link = event.target.closest?.("[data-frise] a[data-day]");
  if (!link) return;
  const sizes = { ArrowLeft: -1, ArrowRight: 1, PageUp: -30, PageDown: 30 };
  const size = sizes[event.key];
  const now = Number(link.dataset.shift ?? 0);
  if (size) {
    event.preventDefault();
    shift(link, now + size * (event.shiftKey && Math.abs(size) === 1 ? 7 : 1));
  } else if (event.key === "Enter" && now) {
    event.preventDefault();
    confirmDate(link);
  } else if (event.key === "Escape") {
    shift(link, 0);
  }
});

let pulled = null;
document.addEventListener("pointerdown", (event) => {
  const link = event.target.closest?.("[data-frise] a[data-day]");
  if (link && event.button === 0) pulled = { link, x: event.clientX, moved: false };
});
document.addEventListener("pointermove", (event) => {
  if (!pulled) return;
  const perDay = Number(pulled.link.closest("[data-frise]").dataset.perDay);
  const days = Math.round((event.clientX - pulled.x) / perDay);
  if (Math.abs(event.clientX - pulled.x) > 3) pulled.moved = true;
  if (pulled.moved) shift(pulled.link, days);
});
document.addEventListener("pointerup", () => {
  if (pulled?.moved && Number(pulled.link.dataset.shift)) confirmDate(pulled.link);
  if (pulled?.moved) document.addEventListener("click", (event) => event.preventDefault(), { once: true, capture: true });
  pulled = null;
});
document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.("[data-frise]")) event.preventDefault();
});

// After an edit the page comes back fresh: counts, order and totals are right; the focus returns.
// The address names the link of the cell as well: a browser moves the focus to what it names.
document.addEventListener("htmx:beforeRequest", (event) => {
  const td = event.target.closest?.("td");
  if (!td || !event.target.matches(".cell-form")) return;
  const link = td.id.replace("cellule-", "modifier-");
  sessionStorage.setItem("essor.cellule", link);
  history.replaceState(history.state, "", `#${link}`);
});
const edited = sessionStorage.getItem("essor.cellule");
if (edited) {
  sessionStorage.removeItem("essor.cellule");
  document.getElementById(edited)?.focus();
}

// The timeline opens around today.
const drawing = document.querySelector("[data-frise] .frise-dessin");
if (drawing) {
  const today = Number(drawing.querySelector(".today").getAttribute("x1"));
  drawing.scrollLeft = Math.max(0, today - drawing.clientWidth / 2);
}
