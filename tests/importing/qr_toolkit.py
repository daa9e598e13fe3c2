"""Fills a database of the real django-qr-toolkit-core through its own models, and says what it answers at every address."""

import json
import os
import re
import sys

import django
from django.conf import settings

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[1]}},
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
)
django.setup()

import types

from django.core.management import call_command
from django.test import Client
from django.urls import include, path

from qrtoolkit_core.models import ApiCall, ApiHit, Department, Header, LinkUrl, QRCode
from qrtoolkit_core.urls import code_routes

urls = types.ModuleType("urls_of_the_test")
urls.urlpatterns = [path("", include(code_routes))]
sys.modules["urls_of_the_test"] = urls

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
ApiCall.objects.create(url="https://api.example/call", link_url=call.urls.first(), payload="{}")
ApiHit.objects.create(code=call)

answers = []
client = Client()
for old in QRCode.objects.all():
    for name in (old.short_uuid, str(old.uuid), old.uuid.hex):
        for address in (f"/{name}/", f"/{name}.html"):
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
json.dump(answers, sys.stdout)
