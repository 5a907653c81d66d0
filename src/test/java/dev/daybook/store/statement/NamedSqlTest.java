package dev.daybook.store.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedSqlTest {
    private final List<Object> bound = new ArrayList<>();

    private String marked(String sql, Map<String, ?> values) {
        return NamedSql.of(sql).marked(values, bound);
    }

    @Test
    void valuesAreBoundInTheOrderOfTheirNames() {
        assertEquals(
                "UPDATE t SET a = ?, b = ? WHERE a <> ?",
                marked("UPDATE t SET a = :b, b = :a WHERE a <> :b", Map.of("a", 1L, "b", "x")));
        assertEquals(List.of("x", 1L, "x"), bound);
    }

    @Test
    void aListHasAQuestionMarkForEachElement() {
        var sql = "SELECT a FROM t WHERE a IN (<ids>) AND b = :b AND a < 3 AND c IN (<codes>)";
        assertEquals(
                "SELECT a FROM t WHERE a IN (?, ?, ?) AND b = ? AND a < 3 AND c IN (?)",
                marked(sql, Map.of("ids", List.of(1L, 2L, 3L), "b", 5L, "codes", List.of("x"))));
        assertEquals(List.of(1L, 2L, 3L, 5L, "x"), bound);
    }

    @Test
    void theLengthOfAListMayDifferFromCallToCall() {
        var sql = "SELECT a FROM t WHERE a IN (<ids>)";
        assertEquals("SELECT a FROM t WHERE a IN (?)", marked(sql, Map.of("ids", List.of(1L))));
        assertEquals("SELECT a FROM t WHERE a IN (?, ?)", marked(sql, Map.of("ids", List.of(1L, 2L))));
        assertEquals("SELECT a FROM t WHERE a IN (?)", marked(sql, Map.of("ids", List.of(7L))));
        assertEquals(List.of(1L, 1L, 2L, 7L), bound);
    }

    @Test
    void anEmptyListIsRefused() {
        var sql = "SELECT a FROM t WHERE a IN (<ids>) OR b IN (<codes>)";
        assertThrows(
                IllegalArgumentException.class, () -> marked(sql, Map.of("ids", List.of(1L, 2L), "codes", List.of())));
    }

    @Test
    void sqlWithoutNamesStaysAsItIs() {
        assertEquals("SELECT max(a) FROM t WHERE b > 0", marked("SELECT max(a) FROM t WHERE b > 0", Map.of()));
        assertEquals(List.of(), bound);
    }

    @Test
    void aNameWithoutAValueIsRefused() {
        var refused = assertThrows(
                NullPointerException.class, () -> marked("SELECT a FROM t WHERE b = :missing", Map.of("b", 1L)));
        assertEquals("missing", refused.getMessage());
    }
}
