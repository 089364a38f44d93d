// SPDX-License-Identifier: MIT
// The fields of one object of a scenario document: read by name and type, each one that is unknown or wrong an issue.
#ifndef WASM_FIELDS_H_
#define WASM_FIELDS_H_

#include <emscripten/val.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aggregation/names.h"
#include "aggregation/status.h"

inline bool IsAbsent(const emscripten::val& value) { return value.isUndefined(); }
inline bool IsObject(const emscripten::val& value) {
  return value.typeOf().as<std::string>() == "object" && !value.isNull() && !value.isArray();
}

/// The value as an issue shows it: lists and objects only by their brackets.
inline aggregation::IssueValue Shown(const emscripten::val& value) {
  if (value.isUndefined() || value.isNull()) return std::monostate();
  if (value.isNumber()) return value.as<double>();
  if (value.isString()) return value.as<std::string>();
  if (value.isTrue() || value.isFalse()) return value.isTrue();
  return std::string(value.isArray() ? "[…]" : "{…}");
}

inline size_t Length(const emscripten::val& list) { return list["length"].as<size_t>(); }

/// One object of the document: its fields by name, each unknown one an issue.
class Fields {
 public:
  Fields(const emscripten::val& object, std::string path, std::initializer_list<const char*> known,
         aggregation::Issues& issues)
      : object_(object), path_(std::move(path)), issues_(issues) {
    const emscripten::val keys = emscripten::val::global("Object").call<emscripten::val>("keys", object);
    for (size_t i = 0; i < Length(keys); ++i) {
      const auto key = keys[i].as<std::string>();
      if (std::find(known.begin(), known.end(), key) == known.end())
        issues_.Add(Path(key), Shown(object[key]), "is no field of the format");
    }
  }

  /// An issue names its field: the name that JSON allows to be empty is written as "".
  std::string Path(const std::string& name) const {
    const std::string shown = name.empty() ? "\"\"" : name;
    return path_.empty() ? shown : path_ + "." + shown;
  }
  emscripten::val Get(const char* name) const { return object_[name]; }
  bool Has(const char* name) const { return !IsAbsent(Get(name)); }

  void Read(const char* name, double* number) const {
    if (!Has(name)) return;
    if (Get(name).isNumber()) {
      *number = Get(name).as<double>();
    } else {
      Wrong(name, "is a number");
    }
  }
  void Read(const char* name, std::string* text) const {
    if (!Has(name)) return;
    if (Get(name).isString()) {
      *text = Get(name).as<std::string>();
    } else {
      Wrong(name, "is text");
    }
  }
  template <typename Choice, size_t size>
  void Read(const char* name, const std::array<aggregation::Name<Choice>, size>& table, Choice* choice) const {
    if (!Has(name)) return;
    const auto found = Get(name).isString() ? ChoiceNamed(table, Get(name).as<std::string>()) : std::nullopt;
    if (!found) return Wrong(name, OneOf(table));
    *choice = *found;
  }
  /// The list of that name, or an issue and none. An absent list is an issue where it is required.
  std::optional<emscripten::val> List(const char* name, bool required) const {
    if (!Has(name) && !required) return std::nullopt;
    if (Get(name).isArray()) return Get(name);
    Wrong(name, "is a list");
    return std::nullopt;
  }
  /// The object of that name, or an issue and none; absent is none.
  std::optional<emscripten::val> Object(const char* name) const {
    if (!Has(name)) return std::nullopt;
    if (IsObject(Get(name))) return Get(name);
    Wrong(name, "is an object");
    return std::nullopt;
  }
  void Require(const char* name, const char* constraint) const {
    if (!Has(name)) Wrong(name, constraint);
  }
  void Wrong(const char* name, const std::string& constraint) const {
    issues_.Add(Path(name), Shown(Get(name)), constraint);
  }

 private:
  emscripten::val object_;
  std::string path_;
  aggregation::Issues& issues_;
};

/// Numbers of a list; entries that are none become issues.
inline std::vector<double> ReadNumbers(const emscripten::val& list, const std::string& field,
                                       aggregation::Issues& issues) {
  std::vector<double> numbers;
  for (size_t i = 0; i < Length(list); ++i) {
    const emscripten::val entry = list[i];
    if (!entry.isNumber()) issues.Add(aggregation::Indexed(field, i), Shown(entry), "is a number");
    numbers.push_back(entry.isNumber() ? entry.as<double>() : 0);
  }
  return numbers;
}

#endif  // WASM_FIELDS_H_
