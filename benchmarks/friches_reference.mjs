// Times the reference's own evaluation, on the 50-year calls of its own test suite.
//
//   cd CHECKOUT/packages/shared && node --import tsx THIS_FILE CHECKOUT CALLS.json.gz LOOPS
//
// CHECKOUT: a copy of incubateur-ademe/benefriches at ff60170, its packages installed, where the
// `exports` of packages/shared point at src (its build is not needed). Node 24, with tsx.
// Prints one line of JSON: median seconds per evaluation, and the largest relative gap between
// the balance found and the one recorded: a wrong checkout must not be taken for the reference.
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const FUNCTION = "computeProjectImpactsWithBreakEvenLevel";
const SOURCE =
  "packages/shared/src/reconversion-project-impacts/computeImpactsWithBreakEvenLevel.ts";
const YEARS = 50;
const ROUNDS = 5;

const [checkout, calls, loops] = process.argv.slice(2);
const { [FUNCTION]: evaluate } = await import(pathToFileURL(path.join(checkout, SOURCE)));
const revive = (_key, value) =>
  value !== null && typeof value === "object" && "$date" in value ? new Date(value.$date) : value;
const recorded = JSON.parse(gunzipSync(readFileSync(calls)).toString(), revive).calls.filter(
  (call) => call.fn === FUNCTION && call.args[0].evaluationPeriodInYears === YEARS,
);

const balance = (result) => result.projectEconomicBalance.total;
const gaps = recorded.map((call) => {
  const [found, expected] = [balance(evaluate(...call.args)), balance(call.result)];
  return Math.abs(found - expected) / Math.max(Math.abs(expected), 1);
});
for (let i = 0; i < Number(loops); i += 1) evaluate(...recorded[i % recorded.length].args);
const seconds = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const started = process.cpuUsage();
  for (let i = 0; i < Number(loops); i += 1) evaluate(...recorded[i % recorded.length].args);
  const spent = process.cpuUsage(started);
  seconds.push((spent.user + spent.system) / 1e6 / Number(loops));
}
seconds.sort((a, b) => a - b);
console.log(
  JSON.stringify({
    seconds_per_evaluation: seconds[Math.floor(ROUNDS / 2)],
    calls: recorded.length,
    largest_gap: Math.max(...gaps),
    node: process.version,
  }),
);
