/** Service worker of the bus screen, so that it starts without network and never shows an error. */
import { keepOffline } from "../offline/keeper";

const SCREEN = "/ecran";

keepOffline({
  family: "jalon-screen-",
  version: 1,
  isPage: (path) => path === SCREEN,
  waitMs: 5000,
  first: SCREEN,
  hidesEveryError: true,
});
