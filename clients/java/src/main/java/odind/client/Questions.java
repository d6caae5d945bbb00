package odind.client;

import com.google.protobuf.Message;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * What was asked and is not answered: answers of a kind and name come in the order of their
 * questions.
 */
final class Questions {
    /**
     * What an answer answers.
     *
     * @param type of the answer
     * @param name that it repeats; empty where it has none
     * @param <T> the type
     */
    record Question<T extends Message>(Class<T> type, String name) {
        Question(Class<T> type) {
            this(type, "");
        }
    }

    private record Asked<T extends Message>(Question<T> question, CompletableFuture<T> answer) {
        void fail(Failure why) {
            answer.completeExceptionally(why.exception());
        }

        void complete(Message message) {
            answer.complete(question.type().cast(message));
        }
    }

    private final Map<Question<?>, Queue<Asked<?>>> waiting = new HashMap<>();
    private Failure ended;

    <T extends Message> CompletableFuture<T> ask(Question<T> question) {
        Asked<T> asked = new Asked<>(question, new CompletableFuture<>());
        Failure why = add(asked);
        if (why != null) {
            asked.fail(why);
        }
        return asked.answer();
    }

    private synchronized Failure add(Asked<?> asked) {
        if (ended == null) {
            waiting.computeIfAbsent(asked.question(), question -> new ArrayDeque<>()).add(asked);
        }
        return ended;
    }

    <T extends Message> void answer(Question<T> question, T message) {
        Asked<?> first = first(question);
        if (first != null) {
            first.complete(message);
        }
    }

    private synchronized Asked<?> first(Question<?> question) {
        Queue<Asked<?>> asked = waiting.get(question);
        if (asked == null) {
            return null;
        }
        Asked<?> first = asked.poll();
        if (asked.isEmpty()) {
            waiting.remove(question);
        }
        return first;
    }

    void end(Failure why) {
        all(why).forEach(asked -> asked.fail(why));
    }

    private synchronized List<Asked<?>> all(Failure why) {
        List<Asked<?>> all = new ArrayList<>();
        waiting.values().forEach(all::addAll);
        waiting.clear();
        ended = why;
        return all;
    }
}
