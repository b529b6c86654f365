// The live map: the same places as the list, drawn by MapLibre. Without it, the drawing stays.

import { announce, pattern, startMap, ToolMissing } from "./carte-fond.mjs";

const box = document.getElementById("carte-vive");
const drawing = document.getElementById("carte-dessin");
const card = document.getElementById("carte-fiche");

const SOLID = ["s1", "s2", "s3", "s4", "s5", "n2", "n1", "z0", "p1", "p2"];
const FRANCE = [[-6.4, 41.2], [9.8, 51.2]];

async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

// Colours are those of the style sheet: one palette for the legend, the list and the map.
function colours() {
  const sample = document.createElement("span");
  sample.hidden = true;
  document.body.append(sample);
  const found = {};
  for (const style of SOLID) {
    sample.className = `c-${style}`;
    found[style] = getComputedStyle(sample).getPropertyValue("--teinte").trim();
  }
  sample.remove();
  return found;
}

// Few kinds of layers, no outline of their own: each one is a program that a slow machine compiles.
function layers(tints) {
  const opacity = box.dataset.fond ? 0.72 : 1;
  const styled = (...styles) => ["in", ["get", "style"], ["literal", styles]];
  const fill = (id, filter, paint) => ({
    id, type: "fill", source: "lieux", filter, paint: { "fill-antialias": false, ...paint },
  });
  const line = (id, filter, color) => ({
    id, type: "line", source: "lieux", filter,
    paint: { "line-color": color, "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.5, 9, 1.2] },
  });
  const colour = ["match", ["get", "style"], ...Object.entries(tints).flat(), "pays", "#f7f8f6", "#e3e8e3"];
  return [
    ...(box.dataset.fond ? [] : [fill("pays", styled("pays", ""), { "fill-color": colour })]),
    fill("classes", styled(...SOLID), { "fill-color": colour, "fill-opacity": opacity }),
    fill("hachures", styled("inconnu", "secret", "intervalle"), {
      "fill-pattern": ["match", ["get", "style"], "intervalle", "trame-intervalle", "trame-inconnu"],
      "fill-opacity": opacity,
    }),
    line("cotes", styled("pays", "cadre", ""), "#b9c3bd"),
    line("limites", styled(...SOLID, "inconnu", "secret", "intervalle"), "#5c6762"),
  ];
}

// What is pointed at and what is chosen: drawn once the map is there.
const POINTED = {
  id: "vise", type: "line", source: "lieux",
  paint: { "line-color": "#1a5fd6", "line-width": ["case",
    ["boolean", ["feature-state", "choisi"], false], 4,
    ["boolean", ["feature-state", "vise"], false], 2.5, 0] },
};

// The country and the frames of overseas are in the same source: one reading, one cutting in tiles.
function behind(ground, frames) {
  const named = (collection, style) => (collection?.features ?? []).map((one) => ({
    ...one, properties: { code: `${style}-${one.properties.code}`, nom: one.properties.nom, style, dans: "" },
  }));
  return [...named(ground, "pays"), ...named(frames, "cadre")];
}

function joined(contours, values) {
  for (const feature of contours.features) {
    const known = values.lieux[feature.properties.code];
    feature.properties.style = known ? known.style : "";
    feature.properties.dans = known ? known.dans : "";
  }
  return contours;
}

function boundsOf(contours, wanted) {
  const found = [[Infinity, Infinity], [-Infinity, -Infinity]];
  const grow = (part) => {
    if (typeof part[0] !== "number") return part.forEach(grow);
    for (const side of [0, 1]) {
      found[0][side] = Math.min(found[0][side], part[side]);
      found[1][side] = Math.max(found[1][side], part[side]);
    }
  };
  contours.features.filter(wanted).forEach((feature) => grow(feature.geometry.coordinates));
  return Number.isFinite(found[0][0]) ? found : FRANCE;
}

// Where the map opens: on the communes, on the territory asked for, or on the whole country.
function opening(contours) {
  const { niveau, territoire } = box.dataset;
  if (niveau === "commune") return boundsOf(contours, () => true);
  if (territoire) return boundsOf(contours, (one) => one.properties.dans === territoire);
  return FRANCE;
}

function sentence(name, known, withLink) {
  const holder = document.createElement("div");
  const first = document.createElement("p");
  const strong = document.createElement("strong");
  strong.textContent = name;
  first.append(strong, "\u00a0: ", known ? known.figure : "hors des Territoires d'industrie");
  holder.append(first);
  if (!known) return holder;
  const more = [known.bornes, known.mots, known.millesime].filter(Boolean).join(", ");
  const second = document.createElement("p");
  second.className = "small";
  second.textContent = more;
  if (withLink) {
    const link = document.createElement("a");
    link.href = known.href;
    link.textContent = "D'où vient ce chiffre";
    second.append(more ? " · " : "", link);
  }
  holder.append(second);
  return holder;
}

class Pointing {
  constructor(map, library, values, contours) {
    this.map = map;
    this.values = values.lieux;
    this.names = new Map(contours.features.map((one) => [one.properties.code, one.properties.nom]));
    this.popup = new library.Popup({ closeButton: false, closeOnClick: false, maxWidth: "18rem" });
    this.aimed = null;
    this.chosen = null;
  }

  mark(code, name, isOn) {
    if (code) this.map.setFeatureState({ source: "lieux", id: code }, { [name]: isOn });
  }

  aim(code) {
    if (code === this.aimed) return;
    this.mark(this.aimed, "vise", false);
    this.aimed = code;
    this.mark(code, "vise", true);
  }

  choose(code) {
    this.mark(this.chosen, "choisi", false);
    this.rowOf(this.chosen)?.classList.remove("choisi");
    this.chosen = code;
    card.hidden = !code;
    if (!code) return;
    this.mark(code, "choisi", true);
    card.replaceChildren(sentence(this.names.get(code), this.values[code], true));
    const row = this.rowOf(code);
    row?.classList.add("choisi");
    const list = row?.closest(".table-scroll");
    if (list) list.scrollTop = row.offsetTop - list.clientHeight / 2;
  }

  rowOf(code) {
    return code ? document.querySelector(`#liste-carte tr[data-code="${CSS.escape(code)}"]`) : null;
  }

  under(point) {
    const [found] = this.map.queryRenderedFeatures(point, { layers: ["classes", "hachures", "pays"].filter((one) => this.map.getLayer(one)) });
    const isPlace = found && found.properties.style !== "pays";
    return isPlace ? found.properties.code : null;
  }
}

function listen(map, pointing) {
  map.on("mousemove", (event) => {
    const code = pointing.under(event.point);
    pointing.aim(code);
    map.getCanvas().classList.toggle("pointe", Boolean(code));
    if (!code) return pointing.popup.remove();
    pointing.popup.setLngLat(event.lngLat)
      .setDOMContent(sentence(pointing.names.get(code), pointing.values[code], false)).addTo(map);
  });
  map.on("mouseout", () => { pointing.aim(null); pointing.popup.remove(); });
  map.on("click", (event) => pointing.choose(pointing.under(event.point)));

  // Keyboard: what is under the mark in the middle is said each time the map stops.
  const target = document.createElement("span");
  target.className = "repere";
  target.hidden = true;
  box.append(target);
  const canvas = map.getCanvas();
  const sayMiddle = () => {
    if (!target.hidden) pointing.choose(pointing.under(map.project(map.getCenter())));
  };
  canvas.addEventListener("focus", () => {
    target.hidden = !canvas.matches(":focus-visible");
    sayMiddle();
  });
  canvas.addEventListener("blur", () => { target.hidden = true; });
  map.on("moveend", sayMiddle);

  const list = document.getElementById("liste-carte");
  const codeOf = (event) => event.target.closest?.("tr[data-code]")?.dataset.code ?? null;
  list.addEventListener("mouseover", (event) => pointing.aim(codeOf(event)));
  list.addEventListener("mouseleave", () => pointing.aim(null));
  list.addEventListener("focusin", (event) => pointing.aim(codeOf(event)));
  list.addEventListener("focusout", () => pointing.aim(null));
}

async function draw() {
  const { dataset } = box;
  const asked = [dataset.contours, dataset.valeurs, dataset.cadres, dataset.sol];
  const [library, contours, values, frames, ground] = await Promise.all(
    [startMap(dataset), ...asked.map((one) => (one ? read(one) : null))],
  );
  box.hidden = false;
  drawing.hidden = true;
  const data = joined(contours, values);
  const bounds = opening(data);
  const features = [...behind(ground, frames), ...data.features];
  const map = library.open({
    bounds,
    sources: { lieux: { type: "geojson", data: { ...data, features }, promoteId: "code" } },
    layers: layers(colours()),
    images: { "trame-inconnu": pattern("#f1f3f1", "#b3bcb7", 1), "trame-intervalle": pattern("#ffffff", "#c96b3f", -1) },
    ratio: 2,
    frames,
  });
  const pointing = new Pointing(map, library.maplibre, values, contours);
  map.once("idle", () => {
    performance.mark("carte-dessinee");
    box.dataset.etat = "dessinee";
    document.getElementById("carte-aide").hidden = false;
    map.addLayer(POINTED);
    listen(map, pointing);
  });
  box.carte = map;
}

if (box) {
  draw().catch((error) => {
    box.hidden = true;
    drawing.hidden = false;
    drawing.classList.add("secours");
    box.dataset.etat = "absente";
    announce(error instanceof ToolMissing
      ? "Ce navigateur ne dessine pas la carte vive (WebGL manque). Le dessin et la liste disent la même chose."
      : "La carte vive ne s'est pas chargée. Le dessin et la liste disent la même chose.");
    console.warn(error);
  });
}
