package dev.daybook.console.markdown;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;

/**
 * Renderer of images. Shows only an image within the text: a {@code data:} address with PNG, JPEG, GIF or WebP. An
 * image of another server becomes a link, because the content policy refuses it. The link has the image's text, or else
 * its address. Within another link, such an image becomes its text alone. So does an image with any other address: this
 * could be a page or download of this server, which each reader's browser would load with the reader's session.
 */
final class Images implements NodeRenderer {
    private static final Pattern WITHIN = Pattern.compile("data:image/(png|jpeg|gif|webp);", Pattern.CASE_INSENSITIVE);
    private static final Pattern ELSEWHERE = Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);

    private final HtmlNodeRendererContext context;

    Images(HtmlNodeRendererContext context) {
        this.context = context;
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
        return Set.of(Image.class);
    }

    @Override
    public void render(Node node) {
        var path = ((Image) node).getDestination();
        var text = text(node);
        var html = context.getWriter();
        if (WITHIN.matcher(path).lookingAt()) {
            html.tag("img", attributes("src", context.encodeUrl(path), "alt", text), true);
        } else if (ELSEWHERE.matcher(path).lookingAt() && !isInLink(node)) {
            html.tag("a", attributes("rel", "nofollow", "href", context.encodeUrl(path)));
            html.text(text.isEmpty() ? path : text);
            html.tag("/a");
        } else {
            html.text(text);
        }
    }

    private static Map<String, String> attributes(String first, String value, String second, String other) {
        var attributes = new LinkedHashMap<String, String>();
        attributes.put(first, value);
        attributes.put(second, other);
        return attributes;
    }

    private static boolean isInLink(Node node) {
        for (var around = node.getParent(); around != null; around = around.getParent()) {
            if (around instanceof Link) {
                return true;
            }
        }
        return false;
    }

    /** The text of an image, without its markup. */
    private static String text(Node image) {
        var text = new StringBuilder();
        image.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak part) {
                text.append(' ');
            }

            @Override
            public void visit(HardLineBreak part) {
                text.append(' ');
            }
        });
        return text.toString();
    }
}
