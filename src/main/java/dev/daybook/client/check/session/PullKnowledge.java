package dev.daybook.client.check.session;

import dev.daybook.client.answer.EmptyShape;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.server.Known;
import dev.daybook.client.server.Paging;
import dev.daybook.client.server.ServerProfile;
import dev.daybook.wire.Headers;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Derives the profiles for pulls from a check. The check has already sent most of the requests for this, so their
 * answers are cached.
 */
public final class PullKnowledge {
    private PullKnowledge() {}

    /**
     * The profile of each kind of record, by its plural, such as {@code customers}. Leaves out a kind if no day with
     * records was found, or if the server gave no usable answer to one of the requests.
     */
    public static SortedMap<String, ServerProfile> of(Session server) throws InterruptedException {
        var profiles = new TreeMap<String, ServerProfile>();
        for (var kind : PulledKind.all()) {
            var day = server.search(kind).day();
            if (day.isPresent()) {
                try {
                    profiles.put(kind.plural(), of(server, day.get()));
                } catch (NotEstablished silent) {
                    // Without a usable answer to one of the requests, this kind of record has no profile.
                }
            }
        }
        return profiles;
    }

    private static ServerProfile of(Session server, Day day) throws InterruptedException {
        var size = day.records().size();
        var two = server.ask(day, day.draft().with("limit", "2"));
        return ServerProfile.NOTHING
                .with(day.end())
                .with(paging(server, day, two))
                .with(shape(server.ask(server.emptyDay(day.kind()))))
                .tellingMore(day.answer().header(Headers.HAS_MORE).isPresent() ? Known.YES : Known.NO)
                .ordered(size < 2 ? Known.UNKNOWN : stable(server, day))
                .after(100, size)
                .after(2, Math.min(size, two.records().size()));
    }

    private static Known stable(Session server, Day day) throws InterruptedException {
        try {
            return server.isStable(day) ? Known.YES : Known.NO;
        } catch (NotEstablished refused) {
            return Known.UNKNOWN;
        }
    }

    private static Paging paging(Session server, Day day, CheckedAnswer two) throws InterruptedException {
        if (two.header(Headers.NEXT_CURSOR).isPresent()) {
            return Paging.CURSOR;
        }
        if (two.records().size() > 2) {
            return Paging.NONE;
        }
        var ids = server.walk(day).ids();
        if (ids.size() < 4) {
            return Paging.UNKNOWN;
        }
        // The number of records does not prove that offsets work: all records may have come in one page.
        var second = server.ask(day, day.draft().with("limit", "2").with("offset", "2"));
        return day.ids(second).equals(ids.subList(2, 4)) ? Paging.OFFSET : Paging.UNKNOWN;
    }

    private static EmptyShape shape(CheckedAnswer answer) {
        if (answer.hasRecords()) {
            return EmptyShape.UNKNOWN;
        }
        if (answer.saysNoData()) {
            return EmptyShape.NO_DATA_TEXT;
        }
        if (!answer.isSuccess() && !answer.isBlank()) {
            return EmptyShape.UNKNOWN;
        }
        return shapeOfSuccess(answer);
    }

    private static EmptyShape shapeOfSuccess(CheckedAnswer answer) {
        return switch (answer.json().kind()) {
            case NOTHING -> answer.isBlank() ? EmptyShape.EMPTY_BODY : EmptyShape.UNKNOWN;
            case NULL -> EmptyShape.NULL;
            case LIST -> EmptyShape.EMPTY_ARRAY;
            case OBJECT ->
                answer.json().names().isEmpty()
                        ? EmptyShape.EMPTY_OBJECT
                        : switch (answer.message().kind()) {
                            case LIST -> EmptyShape.LIST;
                            case TEXT -> EmptyShape.OTHER_TEXT;
                            case NULL -> EmptyShape.NULL;
                            case OBJECT -> EmptyShape.EMPTY_MESSAGE;
                            case NOTHING -> EmptyShape.NO_MESSAGE;
                            default -> EmptyShape.UNKNOWN;
                        };
            default -> EmptyShape.UNKNOWN;
        };
    }
}
