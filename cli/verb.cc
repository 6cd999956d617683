#include "cli/verb.h"

#include <CLI/CLI.hpp>
#include <utility>

namespace lianfang::cli {

Option& Option::required() {
  option_->required();
  return *this;
}

Option& Option::needs(const Option& other) {
  option_->needs(other.option_);
  return *this;
}

Option& Option::excludes(const Option& other) {
  option_->excludes(other.option_);
  return *this;
}

Option& Option::range(int64_t least, int64_t most) {
  option_->check(CLI::Range(least, most));
  return *this;
}

Option& Option::description(const std::string& text) {
  option_->description(text);
  return *this;
}

Option& Option::group(const std::string& name) {
  option_->group(name);
  return *this;
}

Option& Option::take_all() {
  option_->take_all();
  return *this;
}

Option& Option::allow_extra_args(bool allowed) {
  option_->allow_extra_args(allowed);
  return *this;
}

Option& Option::capture_default_str() {
  option_->capture_default_str();
  return *this;
}

Option& Option::envname(const std::string& name) {
  option_->envname(name);
  return *this;
}

Option Verb::add_option(const std::string& name, std::string& value, const std::string& description) {
  return Option(app_.add_option(name, value, description));
}

Option Verb::add_option(const std::string& name, int32_t& value, const std::string& description) {
  return Option(app_.add_option(name, value, description));
}

Option Verb::add_option(const std::string& name, int64_t& value, const std::string& description) {
  return Option(app_.add_option(name, value, description));
}

Option Verb::add_option(const std::string& name, std::vector<std::string>& values, const std::string& description) {
  return Option(app_.add_option(name, values, description));
}

Option Verb::add_flag(const std::string& name, bool& value, const std::string& description) {
  return Option(app_.add_flag(name, value, description));
}

Option Verb::add_flag_callback(const std::string& name, std::function<void()> set, const std::string& description) {
  return Option(app_.add_flag_callback(name, std::move(set), description));
}

template <typename Value>
Option Verb::add_option_function(const std::string& name, const std::function<void(const Value&)>& accept,
                                 const std::string& description) {
  return Option(app_.add_option_function<Value>(name, accept, description));
}

template Option Verb::add_option_function<std::string>(const std::string&,
                                                       const std::function<void(const std::string&)>&,
                                                       const std::string&);
template Option Verb::add_option_function<std::vector<std::string>>(
    const std::string&, const std::function<void(const std::vector<std::string>&)>&, const std::string&);
template Option Verb::add_option_function<int>(const std::string&, const std::function<void(const int&)>&,
                                               const std::string&);
template Option Verb::add_option_function<int64_t>(const std::string&, const std::function<void(const int64_t&)>&,
                                                   const std::string&);

Option Verb::get_option(const std::string& name) const { return Option(app_.get_option(name)); }

Verb AddVerb(CLI::App& noun, const std::string& name, const std::string& description, std::function<void()> run) {
  CLI::App* verb = noun.add_subcommand(name, description);
  // Whoever sets another callback, to parse alone, must not end the variables that this one holds.
  verb->preparse_callback([run](size_t) {});
  verb->callback(std::move(run));
  return Verb(*verb);
}

void RefuseValue(const std::string& option, const std::string& fault) { throw CLI::ValidationError(option, fault); }

void RefuseMissing(const std::string& what) { throw CLI::RequiredError(what); }

}  // namespace lianfang::cli
