// A verb's options, in front of CLI11: CLI11 alone takes four seconds to compile in each file that includes it, so that
// verb.cc does it once. The functions bear CLI11's names and mean what they mean there.
//
//   void Declare(Verb& verb, Args& args) {
//     verb.add_option("--reason", *args.request.mutable_reason(), "Why")->required();
//   }
#ifndef LIANFANG_CLI_VERB_H_
#define LIANFANG_CLI_VERB_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace lianfang::cli {

// A handle to an option, which lives as long as the command line. Its functions answer itself, to be chained with `->`.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}
  Option* operator->() { return this; }

  Option& required();
  Option& needs(const Option& other);
  Option& excludes(const Option& other);
  Option& range(int64_t least, int64_t most);  // refuses other numbers, and what is none
  Option& at_least_one() { return range(1, INT64_MAX); }
  Option& description(const std::string& text);
  Option& group(const std::string& name);  // "" hides it
  Option& take_all();                      // of an option given several times, every value
  Option& allow_extra_args(bool allowed);
  Option& capture_default_str();  // help shows the value that the variable has now
  Option& envname(const std::string& name);

 private:
  CLI::Option* option_;
};

// A handle to a verb, likewise. Variables outlive the parsing.
class Verb {
 public:
  explicit Verb(CLI::App& app) : app_(app) {}

  Option add_option(const std::string& name, std::string& value, const std::string& description);
  Option add_option(const std::string& name, int32_t& value, const std::string& description);
  Option add_option(const std::string& name, int64_t& value, const std::string& description);
  Option add_option(const std::string& name, std::vector<std::string>& values, const std::string& description);
  Option add_flag(const std::string& name, bool& value, const std::string& description);
  Option add_flag_callback(const std::string& name, std::function<void()> set, const std::string& description);
  // For std::string, std::vector<std::string>, int and int64_t.
  template <typename Value>
  Option add_option_function(const std::string& name, const std::function<void(const Value&)>& accept,
                             const std::string& description);

  // The option added under this name.
  Option get_option(const std::string& name) const;

 private:
  CLI::App& app_;
};

// Adds a verb to a noun; `run` is called once everything is parsed.
Verb AddVerb(CLI::App& noun, const std::string& name, const std::string& description, std::function<void()> run);

// End the parsing with a usage error: an option's value is wrong; something is missing.
[[noreturn]] void RefuseValue(const std::string& option, const std::string& fault);
[[noreturn]] void RefuseMissing(const std::string& what);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_VERB_H_
