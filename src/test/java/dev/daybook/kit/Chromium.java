package dev.daybook.kit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A real browser, Chromium of this machine. Without Chromium the test is skipped with a message on how to install it;
 * with -Dbrowser.required=true it fails.
 */
public final class Chromium implements AutoCloseable {
    private static final List<Path> BROWSERS = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));
    private static final List<Path> DRIVERS =
            List.of(Path.of("/usr/bin/chromedriver"), Path.of("/usr/lib/chromium-browser/chromedriver"));
    /** Longer than a page or a script takes on a busy machine: it only ends a hang. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int HEIGHT = 900;

    /** The width of A4 without the usual margins, in pixels of CSS. */
    private static final int A4 = 718;

    private final ChromeDriver driver;
    private @Nullable TestServer server;

    private Chromium() {
        var browser = first(BROWSERS);
        var service = first(DRIVERS);
        var there = browser.isPresent() && service.isPresent();
        var reason = "there is no Chromium here; 'apt-get install chromium chromium-driver' installs it";
        if (Boolean.getBoolean("browser.required") && !there) {
            throw new IllegalStateException(reason);
        }
        assumeTrue(there, "skipped: " + reason);
        var options = new ChromeOptions();
        options.setBinary(browser.get().toString());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                "--window-size=1400,900");
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(service.get().toFile())
                        .withTimeout(PATIENCE)
                        .build(),
                options);
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", axe()));
    }

    private static Optional<Path> first(List<Path> files) {
        return files.stream().filter(Files::isExecutable).findFirst();
    }

    /** Starts Chromium, or skips the test. */
    public static Chromium start() {
        return new Chromium();
    }

    /** Becomes like a new browser, for the pages of this server: without cookies, looks and complaints. */
    public void begin(TestServer other) {
        server = other;
        driver.get("about:blank");
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "", "features", List.of()));
        complaints();
    }

    /** Sets the width of the window, and light or dark colours. */
    public void look(int width, boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", width < 600));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Whether the open page has this width and these colours now. */
    public boolean hasLook(int width, boolean dark) {
        return Boolean.TRUE.equals(driver.executeScript(
                "return innerWidth === arguments[0]"
                        + " && matchMedia('(prefers-color-scheme: dark)').matches === arguments[1]",
                width,
                dark));
    }

    /** Shows pages as they are printed on A4. */
    public void print() {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", A4, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print", "features", List.of()));
    }

    /** What the printed page cuts off: tables that are wider than it, and cells that are wider than their column. */
    @SuppressWarnings("unchecked")
    public List<String> cutInPrint() {
        return (List<String>) driver.executeScript("""
                const main = document.querySelector("main");
                return [...document.querySelectorAll("table, th, td, td .tag")]
                  .filter(part => part.scrollWidth > (part.matches("table") ? main : part).clientWidth)
                  .map(part => part.localName + ": " + part.textContent.trim().slice(0, 100));
                """);
    }

    /** Whether the page shows one element above or left of another one; CSS selectors find the two. */
    public boolean isShownBefore(String selector, String other) {
        return Boolean.TRUE.equals(driver.executeScript("""
                const [one, other] = [...arguments].map(each => document.querySelector(each).getBoundingClientRect());
                return one.bottom <= other.top || one.right <= other.left;
                """, selector, other));
    }

    /** Whether the page shows an element that this CSS selector finds. */
    public boolean shows(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream().anyMatch(WebElement::isDisplayed);
    }

    /** Switches JavaScript of pages off. */
    public void withoutScripts() {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    }

    /** Opens a page. */
    public void open(String path) {
        driver.get(Objects.requireNonNull(server, "begin").uri(path).toString());
    }

    /** The path of the page that is open. */
    public String path() {
        return java.net.URI.create(driver.getCurrentUrl()).getPath();
    }

    /** The text of the page as it is now. */
    public String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** The text of the part with this id; empty if the page has none. */
    public String text(String id) {
        return driver.findElements(By.id(id)).stream().map(WebElement::getText).collect(Collectors.joining());
    }

    /** Reloads the part of the page with this id, as the page does by itself after some time. */
    public void renew(String id) {
        driver.executeScript("""
                const part = document.getElementById(arguments[0]);
                htmx.ajax("GET", part.getAttribute("hx-get"), {source: part});
                """, id);
    }

    /**
     * Focuses the first element of a part that the second CSS selector finds, and reloads the part, as the page does by
     * itself. Returns the id of the element that has the focus then; empty if none has it.
     */
    public String focusedAfterRenewal(String part, String element) {
        return (String) driver.executeAsyncScript("""
                const [part, element, done] = arguments;
                document.querySelector(part).querySelector(element).focus();
                htmx.ajax("GET", location.pathname, {target: part, select: part, swap: "outerHTML"})
                  .then(() => done(document.activeElement.id), e => done("failed: " + e));
                """, part, element);
    }

    /** Waits until a text is on the page. */
    public void await(String part) {
        new WebDriverWait(driver, PATIENCE)
                // The browser may leave the page during a read; the driver reports this by several exceptions.
                .ignoring(WebDriverException.class)
                .withMessage(() -> "no '" + part + "' on " + driver.getCurrentUrl() + ":\n" + text())
                .until(browser -> text().contains(part));
    }

    /** Types a text into a field, in place of its content. */
    public void type(String name, String text) {
        use(By.name(name), field -> {
            field.clear();
            field.sendKeys(text);
        });
    }

    /** Chooses a file for the field with this name. */
    public void attach(String name, Path file) {
        use(By.name(name), field -> field.sendKeys(file.toString()));
    }

    /** Types keys into the element that has the focus. */
    public void press(String keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** The name of the field that has the focus. */
    public String focus() {
        return String.valueOf(driver.switchTo().activeElement().getDomAttribute("name"));
    }

    /** Chooses an option from the list with this name. */
    public void choose(String name, String option) {
        use(By.name(name), list -> list.sendKeys(option, Keys.TAB));
    }

    /** Clicks a link or a button with this text. */
    public void click(String text) {
        clickAt("//main//*[self::a or self::button][normalize-space()='" + text + "']");
    }

    /** Clicks the element that this XPath finds. */
    public void clickAt(String xpath) {
        use(By.xpath(xpath), WebElement::click);
    }

    /** Finds an element and uses it: again if the page is not there yet, or replaces the element meanwhile. */
    private void use(By place, Consumer<WebElement> use) {
        new WebDriverWait(driver, PATIENCE)
                .ignoring(StaleElementReferenceException.class)
                .withMessage(() -> "nothing at " + place + " on " + driver.getCurrentUrl() + ":\n" + text())
                .until(browser -> {
                    use.accept(browser.findElement(place));
                    return true;
                });
    }

    /** The violations that axe-core finds in the page, one line each. */
    @SuppressWarnings("unchecked")
    public List<String> accessibility() {
        return (List<String>) driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
                // Without the result types, axe would describe all elements that pass.
                axe.run(document, {runOnly: tags, resultTypes: ["violations"]})
                  .then(r => done(r.violations.map(v => v.id + ": " + v.help + " at "
                    + v.nodes.slice(0, 3).map(n => n.target.join(" ") + " " + (n.any[0] ? n.any[0].message : "")).join("; "))),
                    e => done(["axe failed: " + e]));
                """);
    }

    private static String axe() {
        try (var file = Chromium.class.getResourceAsStream("/axe.min.js")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The URLs that the page loaded from other hosts than this server. */
    @SuppressWarnings("unchecked")
    public List<String> foreignRequests() {
        return (List<String>) driver.executeScript("""
                return performance.getEntriesByType("resource").map(e => e.name)
                  .filter(name => new URL(name).host !== location.host);
                """);
    }

    /** How many pixels the page is wider than the window. */
    public long overflow() {
        return (Long) driver.executeScript(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth;");
    }

    /** The links and names in a page's head and menu that the window hides or cuts off. */
    @SuppressWarnings("unchecked")
    public List<String> outOfSight() {
        return (List<String>) driver.executeScript(
                "return [...document.querySelectorAll('.top a, .top button, .side a, .top .tag')].filter(part => {"
                        + " const box = part.getBoundingClientRect();"
                        + " return box.width === 0 || box.right > innerWidth || part.scrollWidth > part.clientWidth + 1"
                        + " && getComputedStyle(part).overflow === 'hidden'; }).map(part => part.textContent.trim());");
    }

    /**
     * The names of controls that occur in several rows of a table. The controls of each row have another effect, so
     * they need other names.
     */
    @SuppressWarnings("unchecked")
    public List<String> sharedNames() {
        return (List<String>) driver.executeScript("""
                return [...document.querySelectorAll('tbody')].flatMap(body => {
                  const names = [...body.rows].flatMap(row => [...new Set([...row.querySelectorAll('button, select, summary')]
                    .map(part => part.ariaLabel || part.labels[0]?.textContent || part.textContent))]);
                  return names.filter((name, at) => names.indexOf(name) !== at);
                });
                """);
    }

    /** The names in coloured marks, such as a sub-status, that are cut off. */
    @SuppressWarnings("unchecked")
    public List<String> cutMarks() {
        return (List<String>) driver.executeScript("return [...document.querySelectorAll('.tag[dir]')]"
                + ".filter(mark => mark.scrollWidth > mark.clientWidth).map(mark => mark.textContent);");
    }

    /** The messages in the browser's log, such as one of a script that the policy forbids. */
    public List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(entry -> entry.getMessage())
                .toList();
    }

    /** Stores a screenshot of the page. */
    public void picture(Path file) {
        var answer = driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "jpeg", "quality", 82));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode((String) answer.get("data")));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
