package odind.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What an order says; what it does not say is empty or 0.
 *
 * @param object its {@code args}
 */
record Arguments(JsonObject object) {
    Optional<JsonElement> given(String name) {
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isJsonNull());
    }

    boolean has(String name) {
        return given(name).isPresent();
    }

    String text(String name) {
        return given(name).map(JsonElement::getAsString).orElse("");
    }

    int number(String name) {
        return given(name).map(JsonElement::getAsInt).orElse(0);
    }

    JsonObject object(String name) {
        return given(name).map(JsonElement::getAsJsonObject).orElseGet(JsonObject::new);
    }

    Stream<JsonElement> all(String name) {
        JsonArray array = given(name).map(JsonElement::getAsJsonArray).orElseGet(JsonArray::new);
        return StreamSupport.stream(array.spliterator(), false);
    }

    List<String> texts(String name) {
        return all(name).map(JsonElement::getAsString).toList();
    }

    static byte[] bytes(JsonElement base64) {
        return Base64.getDecoder().decode(base64.getAsString());
    }
}
