// Fills in where the phone is, if its owner allows it. Without this, one types it.
const button = document.getElementById('locate')
const located = document.getElementById('located')
if (button && navigator.geolocation) {
  button.hidden = false
  button.addEventListener('click', () => {
    located.textContent = button.dataset.searching
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        // Five digits are about a metre.
        for (const name of ['latitude', 'longitude']) {
          document.getElementById(name).value = coords[name].toFixed(5)
        }
        located.textContent = button.dataset.found.replace('0', Math.round(coords.accuracy))
      },
      () => {
        located.textContent = button.dataset.failed
      },
      { enableHighAccuracy: true, timeout: 20000 },
    )
  })
}
