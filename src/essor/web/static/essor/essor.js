// Comfort only: every page reads and every form works without this file.
"use strict";

// A form marked data-guard warns before its unsaved changes are lost.
const dirty = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) dirty.add(form);
});
document.addEventListener("submit", (event) => dirty.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  for (const form of dirty) if (!form.isConnected) dirty.delete(form);
  if (dirty.size) event.preventDefault();
});

// A button marked data-copy puts the text of the element it names in the clipboard.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    button.textContent = "Copié";
  } catch {
    source.focus();
    source.select?.();
  }
});

// Filters marked data-auto are applied as soon as they change.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form) form.requestSubmit();
});

// Swapped content that asks for the focus gets it.
document.addEventListener("htmx:afterSwap", (event) => {
  event.detail.target.querySelector?.("[autofocus]")?.focus();
});

// « / » goes to the search, unless something is being typed.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const box = document.getElementById("recherche-q") ?? document.getElementById("site-q");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
