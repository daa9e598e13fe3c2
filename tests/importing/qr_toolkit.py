"""Fills a database of the real django-qr-toolkit-core through its own models, and says what it answers at every address.

With `serve PAGE KEY` it serves the REST API of a database that is filled, PAGE codes at a time (0: all of them) to who sends KEY, until its input ends.
"""

import json
import re
import sys
import threading
from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from django.conf import settings

database = sys.argv[1]
if database.startswith("postgres://"):
    url = urlsplit(database)
    database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path[1:],
        "USER": url.username,
        "HOST": parse_qs(url.query)["host"][0],
    }
else:
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": database}
page, key = (int(sys.argv[3]), sys.argv[4]) if sys.argv[2:3] == ["serve"] else (0, "")

settings.configure(
    DATABASES={"default": database},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.staticfiles",
        "rest_framework",
        "qrtoolkit_core",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    ROOT_URLCONF="urls_of_the_test",
    ALLOWED_HOSTS=["*"],
    STATIC_URL="/static/",
    API_URL="https://api.example",
    SECRET_KEY="x",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    REST_FRAMEWORK={
        "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination" if page else None,
        "PAGE_SIZE": page or None,
    },
)
django.setup()

import types

from django.core.management import call_command
from django.test import Client
from django.urls import include, path

from qrtoolkit_core.models import ApiCall, ApiHit, Department, Header, LinkUrl, QRCode
from qrtoolkit_core.urls import api_routes, code_routes

urls = types.ModuleType("urls_of_the_test")
# A city puts the codes where it likes; this one did twice.
urls.urlpatterns = [path("api/", include(api_routes)), path("", include(code_routes)), path("stad/qr/", include(code_routes))]
sys.modules["urls_of_the_test"] = urls


class Silent(WSGIRequestHandler):
    def log_message(self, *_):
        pass


def serve():
    """The toolkit leaves to a gateway who may read its API; this is one, under a name that the toolkit does not know."""
    from django.core.wsgi import get_wsgi_application

    toolkit = get_wsgi_application()

    def gateway(environ, start):
        if environ.get("HTTP_APIKEY", "") != key:
            start("401 Unauthorized", [("Content-Type", "application/json")])
            return [b'{"detail": "apiKey"}']
        environ["HTTP_HOST"] = "inside.example"
        return toolkit(environ, start)

    server = make_server("127.0.0.1", 0, gateway, handler_class=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}/api", flush=True)
    sys.stdin.read()


if sys.argv[2:3] == ["serve"]:
    serve()
    sys.exit()

call_command("migrate", verbosity=0)
parks = Department.objects.create(name="Groen & Parken")
roads = Department.objects.create(name="Wegen")


def code(mode, links, slug=None, department=parks, **fields):
    made = QRCode.objects.create(mode=mode, short_uuid=slug, department=department, **fields)
    for name, url, priority, visible in links:
        LinkUrl.objects.create(code=made, name=name, url=url, priority=priority, visible=visible)
    return made


two = [("Laag", "https://gent.be/low", 1, True), ("Hoog", "https://gent.be/high", 5, True)]
code("redirect", two, title="Bank 1")
code("redirect", [("Weg", "https://gent.be/hidden", 9, False)] + two, slug="Old-Slug_7", department=roads)
code("redirect", [], title="Zonder link", basic_info="<p>Nog <b>niets</b> te zien</p>")
code("kiosk", two + [("Niet", "https://gent.be/no", 3, False)], title="Zoë's kiosk 🌳")
code("kiosk", two, title="Met uitleg", kiosk_introduction="Kies *een* van deze")
code("kiosk", [("Gelijk A", "https://gent.be/a", 1, True), ("Gelijk B", "https://gent.be/b", 1, True)], title="Gelijk", department=None)
code("info_page", two, title="Uitleg", basic_info='<p>Lees <a href="https://gent.be/lees">dit</a> &amp; dat</p>')
call = code("api_call", two, title="Bel")
ring = ApiCall.objects.create(url="https://api.example/call", link_url=call.urls.first(), payload='{"ring": "één"}')
Header.objects.create(api_call=ring, key="X-Bell", value="front door")
Header.objects.create(api_call=ring, key="apiKey", value="open sesame")
ApiCall.objects.create(url="https://api.example/log", link_url=call.urls.first(), payload="")
ApiHit.objects.create(code=call)

# Hits of years ago, one of them of a code that is not there.
for year, (action, of) in enumerate([("redirect", call), ("kiosk", call), ("error", None)], 2021):
    old = ApiHit.objects.create(code=of, action=action)
    ApiHit.objects.filter(pk=old.pk).update(hit_date=datetime(year, 6, 1, 12, 30, 0, 123, tzinfo=timezone.utc))

answers = []
client = Client()
for old in QRCode.objects.all():
    for name in (old.short_uuid, str(old.uuid), old.uuid.hex):
        for address in (f"/{name}/", f"/{name}.html", f"/stad/qr/{name}/"):
            answer = client.get(address, HTTP_ACCEPT="text/html")
            text = answer.content.decode()
            found = {"address": address, "status": answer.status_code, "location": answer.headers.get("Location")}
            main = text[text.find("<main>") :] if "<main>" in text else text[text.find("<body") :]
            main = main[: main.find("</main>")] if "</main>" in main else main
            found["links"] = re.findall(r'<a[^>]*href="([^"]*)"', main)
            if old.mode == "api_call":
                found["links"] = [LinkUrl.objects.get(pk=int(link.split("/")[-2])).url for link in found["links"]]
            found["title"] = old.title
            answers.append(found)
hits = [
    {"id": hit.id, "at": (hit.hit_date - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(microseconds=1), "code": hit.code.short_uuid.upper(), "action": hit.action}
    for hit in ApiHit.objects.filter(code__isnull=False).order_by("id")
]
json.dump({"answers": answers, "hits": hits}, sys.stdout)
