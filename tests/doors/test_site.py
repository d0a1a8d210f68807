"""The web site of the documents builds without a warning and opens without a network."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import gallery
import languages
import licences
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [page for page in sorted(DOCS.rglob("*.md")) if not {"_build", "gallery"} & set(page.parts)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"]
    made = subprocess.run(
        [*command, "-d", str(folder / "kept"), str(DOCS), str(folder / "html")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return folder / "html"


def test_every_page_and_every_experiment_is_there(site: Path) -> None:
    names = [page.relative_to(DOCS).with_suffix(".html") for page in PAGES]
    names += [Path("gallery", f"{readme.parent.name}.html") for readme in ROOT.glob("experiments/*/README.md")]
    names += [Path("tutorials", f"{file.stem}.html") for file in DOCS.glob("tutorials/*.ipynb")]
    assert len(names) > 35
    assert [str(name) for name in names if not (site / name).is_file()] == []


@pytest.mark.parametrize("name", ["odd-summary", "zh/odd-summary"])
def test_the_model_on_one_page_prints_on_one_sheet(site: Path, name: str) -> None:
    from tests.doors.page.browsers import chromium  # skips the test, and not this file, where there is no playwright

    margins = dict.fromkeys(("top", "bottom", "left", "right"), "15mm")
    with chromium() as browser:
        page = browser.new_page()
        page.goto((site / f"{name}.html").as_uri())
        points = page.evaluate("parseFloat(getComputedStyle(document.querySelector('article p')).fontSize) * 0.75")
        page.emulate_media(media="print")
        printed = page.evaluate("parseFloat(getComputedStyle(document.querySelector('article p')).fontSize) * 0.75")
        sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", margin=margins)))
    assert points > printed >= 9.0
    assert sheets == 1


def test_nothing_is_fetched_from_a_network(site: Path) -> None:
    fetched = re.compile(r"<(?:script|img|iframe|source)[^>]*\ssrc=\"(?:https?:)?//|<link[^>]*\shref=\"(?:https?:)?//")
    files = [*site.rglob("*.html")]
    assert [str(file.relative_to(site)) for file in files if fetched.search(file.read_text(encoding="utf-8"))] == []
    styles = [*site.rglob("*.css")]
    asked = re.compile(r"(?:@import|url\()\s*['\"]?(?:https?:)?//")
    assert [str(file.relative_to(site)) for file in styles if asked.search(file.read_text(encoding="utf-8"))] == []


def test_every_link_and_picture_of_a_page_has_a_target(site: Path) -> None:
    broken = [
        f"{file.relative_to(site)}: {target}"
        for file in site.rglob("*.html")
        for target in re.findall(r"(?:src|href)=\"([^\"#?]+)", file.read_text(encoding="utf-8"))
        if not re.match(r"[a-z]+:", target) and not (file.parent / target).exists()
    ]
    assert broken == []


def test_the_search_finds_the_words_of_readers(site: Path) -> None:
    index = json.loads((site / "searchindex.js").read_text(encoding="utf-8").partition("(")[2].rpartition(")")[0])
    names = index["docnames"]

    def pages(term: str) -> set[str]:
        found = [kind.get(term, []) for kind in (index["titleterms"], index["terms"])]
        numbers = [number for one in found for number in (one if isinstance(one, list) else [one])]
        return {names[number] for number in numbers}

    assert {"levers", "glossary"} <= pages("clearanc") & pages("staff")
    assert {"barriers", "glossary", "zh/odd-summary"} <= pages("保密")  # two characters of a longer word
    assert "levers" in pages("市场")


@pytest.mark.parametrize(
    ("asked", "found", "not_found"),
    [
        ("保密审查", "一页纸讲完模型", "常见问题"),
        ("审批机构排队", "一页纸讲完模型", "首次运行"),  # two words, as nobody writes a space between them
        ("计数的含义", "条形与计数的含义，以及可以断言什么", "术语表"),
        ("clearance staff", "Levers", "术语表"),
    ],
)
def test_the_search_of_the_site_answers_in_a_browser(site: Path, asked: str, found: str, not_found: str) -> None:
    from tests.doors.page.browsers import chromium

    with chromium() as browser:
        page = browser.new_page()
        page.goto(f"{(site / 'search.html').as_uri()}?q={asked}")
        page.wait_for_selector("#search-results li > a")
        page.wait_for_function("document.querySelector('#search-results p').innerText.includes('finished')")
        titles = [link.inner_text() for link in page.query_selector_all("#search-results li > a")]
    assert found in titles
    assert not_found not in titles


def test_every_page_that_has_a_counterpart_leads_to_it(site: Path) -> None:
    pairs = languages.switches()
    assert len(pairs) > 40
    assert {"analysts", "zh/analysts", "gallery/q01_binding_barrier"} <= set(pairs)
    for name, other in pairs.items():
        text = (site / f"{name}.html").read_text(encoding="utf-8")
        (way,) = re.findall(r'<a class="language-switch"[^>]*href="([^"]+)"', text)
        assert ((site / name).parent / way).resolve() == (site / f"{other}.html").resolve()
        assert f'lang="{"zh-CN" if name.startswith("zh/") else "en"}"' in text.partition("<head>")[0]
    assert "language-switch" not in (site / "odd.html").read_text(encoding="utf-8")
    assert 'href="zh/index.html"' in (site / "odd.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [page.stem for page in PAGES if page.parent.name == "zh"])
def test_a_chinese_page_is_chinese_around_its_text_too(site: Path, name: str) -> None:
    text = (site / "zh" / f"{name}.html").read_text(encoding="utf-8")
    body = re.sub(r"(?s)<head>.*?</head>|<script.*?</script>|<title>.*?</title>|<article.*?</article>", "", text)
    words = " ".join(re.sub(r"<[^>]*>", " ", body).split())
    assert {"搜索", "跳到正文"} <= {*re.findall(r"[一-鿿]+", words), *re.findall(r'placeholder="(\w+)"', body)}
    assert set(re.findall(r"[A-Za-z]{2,}", words)) <= {"MIT", "Furo", "English", "pradyunsg", "mesa"}
    article = re.sub(r"(?s)<code.*?</code>|<pre.*?</pre>", "code", re.sub(r"(?s).*<article|</article>.*", "", text))
    assert "*" not in re.sub(r"<[^>]*>", "", article)  # a mark of emphasis that did not find its end
    assert re.findall(r"[一-鿿]\s+[一-鿿]", re.sub(r"</?(?:em|a|strong)\b[^>]*>", "", article)) == []


def test_programs_find_what_there_is(site: Path) -> None:
    text = (site / "llms.txt").read_text(encoding="utf-8")
    assert text.startswith("# ")
    links = re.findall(r"(?m)^- \[[^\]]+\]\(([\w/-]+\.html)\): ", text)
    assert {"answers.html", "odd.html", "levers.html", "commands.html"} <= set(links)
    assert [link for link in links if not (site / link).is_file()] == []


def test_the_menu_hides_by_its_own_width_on_phones() -> None:
    """A drawer that is wider than what it is moved by leaves a strip over the text."""
    style = (DOCS / "static" / "site.css").read_text(encoding="utf-8")
    outside = re.sub(r"(?s)@media[^{]*\{(?:[^{}]*\{[^}]*\})*[^}]*\}", "", style)
    assert ".sidebar-drawer" in style
    assert ".sidebar-drawer" not in outside


def test_no_page_tells_where_it_was_made(site: Path) -> None:
    texts = [file.read_text(encoding="utf-8") for file in site.rglob("*.html")]
    assert not any(str(path) in text for text in texts for path in (ROOT, site, Path.home(), sys.prefix))


def test_the_gallery_is_what_the_experiments_say(tmp_path: Path) -> None:
    pages = {page.stem: page.read_text(encoding="utf-8") for page in gallery.write(ROOT / "experiments", tmp_path)}
    readmes = sorted(ROOT.glob("experiments/*/README.md"))
    assert set(pages) == {"index", *(readme.parent.name for readme in readmes)}
    for readme in readmes:
        text = readme.read_text(encoding="utf-8")
        assert gallery.LINK.sub("", pages[readme.parent.name]) == gallery.LINK.sub("", text)
        assert f"]({readme.parent.name}.md)" in pages["index"]
    (tmp_path / "gone.md").touch()
    gallery.write(ROOT / "experiments", tmp_path)
    assert not (tmp_path / "gone.md").exists()


def test_every_dependency_has_its_licence_on_the_page() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = list(project["dependencies"])
    for extra in licences.EXTRAS[1:]:
        asked += project["optional-dependencies"][extra]
    page = licences.PAGE.read_text(encoding="utf-8").lower()
    names = {canonicalize_name(Requirement(text).name) for text in asked}
    assert sorted(name for name in names if f"| [{name}](" not in page and f"| {name} |" not in page) == []
    assert "not stated" not in page
