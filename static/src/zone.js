// The server writes times in the zone of the browser unless somebody has chosen
// another, and only the browser knows it.
const name = "parley-zone";
const value = Intl.DateTimeFormat().resolvedOptions().timeZone;
const year = 365 * 24 * 60 * 60;

async function tell() {
  if ((await cookieStore.get(name))?.value === value) return;
  await cookieStore.set({ name, value, path: "/", sameSite: "lax", expires: Date.now() + year * 1000 });
}

// Over plain http, which is for this machine alone, some browsers have no store.
if (value && "cookieStore" in window) tell().catch(() => {});
else if (value) document.cookie = `${name}=${value}; Path=/; Max-Age=${year}; SameSite=Lax`;
