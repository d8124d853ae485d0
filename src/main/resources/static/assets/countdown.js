// Lets countdowns tick. They are written out by the server, so the page says the same without this file.
(() => {
  const words = {
    en: { left: (h, m) => (h > 0 ? `${h} h ${m} min left` : `${m} min left`), passed: 'this time has passed' },
    de: { left: (h, m) => (h > 0 ? `noch ${h} Std. ${m} Min.` : `noch ${m} Min.`), passed: 'diese Zeit ist um' },
    desk: { left: (h, m, s) => (h > 47 ? `in ${Math.floor(h / 24)} d ${h % 24} h` : h > 0 ? `in ${h} h ${m} min` : m > 9 ? `in ${m} min` : `in ${m}:${String(s).padStart(2, '0')} min`), passed: null },
  };
  const overdue = (seconds) => {
    const h = Math.floor(seconds / 3600);
    const m = Math.floor((seconds % 3600) / 60);
    return h > 47 ? `${Math.floor(h / 24)} d ${h % 24} h overdue` : h > 0 ? `${h} h ${m} min overdue` : m > 0 ? `${m} min overdue` : 'due now';
  };
  const tick = () => {
    for (const place of document.querySelectorAll('[data-until]')) {
      // The server's clock counts, not this machine's: only the time since the page came is measured here.
      place.dataset.seen ??= String(performance.now());
      const since = performance.now() - Number(place.dataset.seen);
      const seconds = Math.floor((Date.parse(place.dataset.until) - Date.parse(place.dataset.now) - since) / 1000);
      const say = words[place.dataset.language] ?? words.en;
      const text = seconds > 0
        ? say.left(Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60)
        : say.passed ?? overdue(-seconds);
      if (place.textContent !== text) place.textContent = text;
      place.classList.toggle('is-late', seconds <= 0);
      place.classList.toggle('is-near', seconds > 0 && seconds < 900);
    }
  };
  tick();
  setInterval(tick, 1000);
})();
