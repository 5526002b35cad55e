// `GET /api/models`: search, filters, order, expand and the opaque cursor.

import { json, refuse } from "./answers.js";

const EXPANDABLE = ("author baseModels cardData config createdAt disabled downloads downloadsAllTime evalResults gated gguf inference "
  + "inferenceProviderMapping lastModified library_name likes mask_token model-index pipeline_tag private resourceGroup safetensors sha siblings "
  + "spaces tags transformersInfo trendingScore widgetData xetEnabled").split(" ");
/** What a row carries when nothing is asked for. */
const DEFAULT_FIELDS = "likes trendingScore private downloads tags pipeline_tag library_name createdAt modelId".split(" ");
const SORTS = ["trendingScore", "downloads", "likes", "lastModified", "createdAt"];
const PARAMETERS = "search author filter pipeline_tag num_parameters sort limit expand expand[] cursor full config cardData apps gated".split(" ");
const LIMIT_MAX = 1_000;

/** Answers a list request. `documents` are all repositories, `origin` is what the Link header names. */
export function list(documents, url, origin) {
  const query = url.searchParams;
  for (const key of query.keys()) if (!PARAMETERS.includes(key)) return refuse(400, `Unrecognized query parameter "${key}"`);
  const expand = [...query.getAll("expand"), ...query.getAll("expand[]")];
  const unknown = expand.find((name) => !EXPANDABLE.includes(name));
  if (unknown) return refuse(400, `Invalid option: expected one of ${EXPANDABLE.map((name) => `"${name}"`).join("|")}, got "${unknown}"`);
  if (expand.length && ["full", "config", "cardData"].some((name) => query.has(name))) return refuse(400, "expand cannot be combined with full, config or cardData");
  const sort = query.get("sort") ?? "trendingScore";
  if (!SORTS.includes(sort)) return refuse(400, `Invalid sort "${sort}"`);
  const limit = Number(query.get("limit") ?? LIMIT_MAX);
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX) return refuse(400, "limit must be an integer between 1 and 1000");

  const found = documents.filter((document) => matches(document, query)).sort((left, right) => compare(position(left, sort), position(right, sort)));
  let rest = found;
  if (query.has("cursor")) {
    const after = decodeCursor(query.get("cursor"));
    if (!after) return refuse(400, "Invalid cursor");
    rest = found.filter((document) => compare(position(document, sort), after) > 0);
  }
  const page = rest.slice(0, limit);
  const fields = expand.length ? expand : DEFAULT_FIELDS;
  const headers = {};
  if (rest.length > page.length) headers.Link = `<${nextAddress(url, origin, position(page.at(-1), sort))}>; rel="next"`;
  return json(200, page.map((document) => row(document, fields)), headers);
}

function row(document, fields) {
  const result = { _id: document._id, id: document.id };
  for (const field of fields) if (document[field] !== undefined) result[field] = document[field];
  // A list never gives sizes.
  if (result.siblings) result.siblings = result.siblings.map(({ rfilename }) => ({ rfilename }));
  return result;
}

function matches(document, query) {
  const id = document.id.toLowerCase();
  const words = (query.get("search") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.every((word) => id.includes(word))) return false;
  if (query.has("author") && document.author.toLowerCase() !== query.get("author").toLowerCase()) return false;
  if (query.has("pipeline_tag") && document.pipeline_tag !== query.get("pipeline_tag")) return false;
  const tags = new Set([...(document.tags ?? []), document.pipeline_tag, document.library_name].filter(Boolean));
  const wanted = query.getAll("filter").flatMap((value) => value.split(","));
  if (!wanted.every((tag) => tags.has(tag))) return false;
  return inRange(document.gguf?.total ?? document.safetensors?.total, query.get("num_parameters"));
}

/** `min:6B,max:128B`, either part alone. Repositories without a count are in no range. */
function inRange(parameters, range) {
  if (!range) return true;
  if (parameters === undefined) return false;
  const unit = { K: 1e3, M: 1e6, B: 1e9, T: 1e12 };
  return range.split(",").every((part) => {
    const [, bound, number, suffix] = /^(min|max):(\d+(?:\.\d+)?)([KMBT]?)$/.exec(part) ?? [];
    if (!bound) return false;
    const value = Number(number) * (unit[suffix] ?? 1);
    return bound === "min" ? parameters >= value : parameters <= value;
  });
}

/** Where a row stands: its sort key, greatest first, then its `_id`. */
const position = (document, sort) => [document[sort] ?? "", document._id];
const compare = ([keyA, idA], [keyB, idB]) => (keyA === keyB ? (idA < idB ? -1 : idA > idB ? 1 : 0) : keyA > keyB ? -1 : 1);

function nextAddress(url, origin, after) {
  const next = new URL(url.pathname + url.search, origin);
  next.searchParams.set("cursor", Buffer.from(JSON.stringify({ $or: [{ after }, { $gt: after[1] }] })).toString("base64"));
  return next.href;
}

function decodeCursor(text) {
  try {
    return JSON.parse(Buffer.from(text, "base64").toString("utf8")).$or[0].after;
  } catch {
    return undefined;
  }
}
