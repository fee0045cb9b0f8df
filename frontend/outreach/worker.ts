/** Service worker of the counter, so that it opens where the bus stands. */
import { keepOffline } from "../offline/keeper";

const COUNTER = "/tournees/comptoir/";

keepOffline({ family: "jalon-counter-", version: 1, isPage: (path) => path === COUNTER, waitMs: 4000, first: COUNTER });
