// offline: one file, as the page's script and, at /sw.js, as the service worker; both work on the same sealed records
// (offline/vault.js), and a device fetches them once.
import { page } from "./offline/page.js";
import { worker } from "./offline/worker.js";

if (self.document) page().catch((error) => console.error(error));
else worker();
