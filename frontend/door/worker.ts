/** Service worker of the page at the door, so that it opens in a basement. */
import { keepOffline } from "../offline/keeper";

const DOOR = /^\/seances\/\d+\/porte\/$/;
const NOTHING = `<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sans réseau</title><h1>Sans réseau</h1><p>Cette porte n’a pas encore été ouverte sur cet appareil. Ouvrez-la une fois avec du réseau : elle marchera ensuite sans.</p></html>`;

keepOffline({ family: "jalon-door-", version: 1, isPage: (path) => DOOR.test(path), waitMs: 5000, nothing: NOTHING });
