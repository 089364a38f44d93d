// SPDX-License-Identifier: MIT
// Catch2, version 2 or 3, whichever is installed.
#ifndef TESTS_CORE_CATCH_H_
#define TESTS_CORE_CATCH_H_

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
#endif

#endif  // TESTS_CORE_CATCH_H_
