import assert from "node:assert/strict";
import { test } from "node:test";

import { spoken } from "./read-aloud";

test("each line is said as a sentence of its own", () => {
  assert.equal(spoken("Soudeuse, soudeur\n\nContrat\nCDI.\n"), "Soudeuse, soudeur. Contrat. CDI.");
});
