// `GET /api/users/{name}/overview`: what users made public, hardware among it.

import { json, refuse } from "./answers.js";

const overview = (name, more) => ({ avatarUrl: "/avatars/standin.svg", isPro: false, fullname: name, numModels: 3, user: name, type: "user", ...more });

/** Users that the stand-in knows. */
export const USERS = new Map([
  ["standin-workstation", overview("standin-workstation", { hardwareItems: [
    { sku: ["CPU", "AMD", "Ryzen Zen 4 7000 (Ryzen 9)"], mem: 64, num: 1 },
    { sku: ["GPU", "NVIDIA", "RTX 3090"], mem: 24, num: 2, isPrimary: true },
    { sku: ["Apple Silicon", "-", "Apple M3 Max"], mem: 64, num: 1 },
  ] })],
  ["standin-mac", overview("standin-mac", { hardwareItems: [{ sku: ["Apple Silicon", "-", "Apple M4 Max"], mem: 64, num: 1, isPrimary: true }] })],
  ["standin-empty", overview("standin-empty", { hardwareItems: [] })],
  ["standin-private", overview("standin-private", {})],
  ["standin-hostile", overview("standin-hostile", { hardwareItems: [
    { sku: ["GPU", "ACME", "\u202e<img src=x onerror=alert(1)>"], mem: 1e9, num: -4, isPrimary: true }, 7, { sku: "x" },
  ] })],
]);

/** Answers a request for one user; names are not case-sensitive. */
export function user(name) {
  const known = USERS.get(name.toLowerCase());
  return known ? json(200, known) : refuse(404, "This user does not exist");
}
