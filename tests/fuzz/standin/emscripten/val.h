// SPDX-License-Identifier: MIT
// The few members of emscripten::val that the document reader uses, over parsed JSON instead of JavaScript: the reader
// itself, compiled natively, can then be fuzzed. Like the original, a value refers to its parent's data.
#ifndef EMSCRIPTEN_VAL_H_
#define EMSCRIPTEN_VAL_H_

#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

namespace emscripten {

class val {
 public:
  explicit val(nlohmann::json json) : json_(std::make_shared<const nlohmann::json>(std::move(json))) {}
  static val undefined() { return val(std::shared_ptr<const nlohmann::json>()); }
  /// Only `Object` is asked for, and only for its `keys`.
  static val global(const char*) { return undefined(); }
  template <typename Result>
  Result call(const char* method, const val& object) const {
    if (method != std::string("keys")) std::abort();
    nlohmann::json keys = nlohmann::json::array();
    if (object.IsJsonObject())
      for (const auto& field : object.json_->items()) keys.push_back(field.key());
    return val(std::move(keys));
  }

  bool isUndefined() const { return !json_; }
  bool isNull() const { return json_ && json_->is_null(); }
  bool isNumber() const { return json_ && json_->is_number(); }
  bool isString() const { return json_ && json_->is_string(); }
  bool isArray() const { return json_ && json_->is_array(); }
  bool isTrue() const { return json_ && *json_ == true; }
  bool isFalse() const { return json_ && *json_ == false; }
  val typeOf() const {
    if (!json_) return val("undefined");
    if (json_->is_boolean()) return val("boolean");
    return val(isNumber() ? "number" : isString() ? "string" : "object");
  }

  /// Precondition: the value is of that type, as the reader has to make sure of; otherwise the fuzzer's run ends here.
  template <typename Type>
  Type as() const {
    if (!json_) std::abort();
    return json_->get<Type>();
  }

  val operator[](const std::string& field) const {
    if (isUndefined() || isNull()) std::abort();  // a TypeError in JavaScript
    if (isArray() && field == "length") return val(json_->size());
    if (!IsJsonObject() || !json_->contains(field)) return undefined();
    return Part((*json_)[field]);
  }
  val operator[](const char* field) const { return (*this)[std::string(field)]; }
  val operator[](size_t index) const {
    if (!isArray()) std::abort();
    return index < json_->size() ? Part((*json_)[index]) : undefined();
  }

 private:
  explicit val(std::shared_ptr<const nlohmann::json> json) : json_(std::move(json)) {}
  bool IsJsonObject() const { return json_ && json_->is_object(); }
  val Part(const nlohmann::json& part) const { return val({json_, &part}); }

  std::shared_ptr<const nlohmann::json> json_;  ///< null: undefined
};

}  // namespace emscripten

#endif  // EMSCRIPTEN_VAL_H_
