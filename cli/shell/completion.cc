#include "cli/shell/completion.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace lianfang::cli {
namespace {

// In single quotes for bash and zsh.
std::string Quoted(absl::string_view text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

// In single quotes for fish, which knows two escapes in them.
std::string FishQuoted(absl::string_view text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

// The options, and of those which take a value, in words.
std::vector<std::string> NamesOf(const std::vector<DeclaredOption>& options, bool only_with_value) {
  std::vector<std::string> names;
  for (const DeclaredOption& option : options) {
    if (option.positional || (only_with_value && !option.takes_value)) continue;
    names.insert(names.end(), option.names.begin(), option.names.end());
  }
  return names;
}

// All words behind which a value stands, anywhere on the line: the word after them is neither noun nor verb.
std::vector<std::string> ValuedNames(const DeclaredProgram& program) {
  std::vector<std::string> names = NamesOf(program.options, true);
  for (const DeclaredNoun& noun : program.nouns) {
    for (const DeclaredVerb& verb : noun.verbs) {
      const std::vector<std::string> more = NamesOf(verb.options, true);
      names.insert(names.end(), more.begin(), more.end());
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

// One `case` of the shell's: what may stand next, by the noun and the verb so far.
std::string CasesOf(const DeclaredProgram& program) {
  const std::string everywhere = absl::StrJoin(NamesOf(program.options, false), " ");
  std::vector<std::string> nouns;
  std::string cases;
  for (const DeclaredNoun& noun : program.nouns) {
    nouns.push_back(noun.name);
    std::vector<std::string> verbs;
    for (const DeclaredVerb& verb : noun.verbs) {
      verbs.push_back(verb.name);
      absl::StrAppend(&cases, "    ", noun.name, "/", verb.name, ") choices='",
                      absl::StrJoin(NamesOf(verb.options, false), " "), " ", everywhere, "' ;;\n");
    }
    absl::StrAppend(&cases, "    ", noun.name, "/) choices='", absl::StrJoin(verbs, " "), "' ;;\n");
  }
  absl::StrAppend(&cases, "    /) choices='", absl::StrJoin(nouns, " "), " ", everywhere, "' ;;\n");
  return cases;
}

}  // namespace

std::string BashCompletion(const DeclaredProgram& program) {
  return absl::StrCat(R"(# Completion of lianfang for bash; `lianfang completion bash` writes it.
_lianfang() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} noun='' verb='' choices='' word index skip=false
  local valued=' )",
                      absl::StrJoin(ValuedNames(program), " "), R"( '
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=${COMP_WORDS[index]}
    if $skip; then skip=false; continue; fi
    if [[ $word == -* ]]; then
      if [[ $valued == *" $word "* ]]; then skip=true; fi
    elif [[ -z $noun ]]; then noun=$word
    elif [[ -z $verb ]]; then verb=$word
    fi
  done
  COMPREPLY=()
  if [[ $valued == *" $previous "* ]]; then return; fi
  case $noun/$verb in
)",
                      CasesOf(program), R"(  esac
  mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$current")
}
complete -o bashdefault -o default -F _lianfang lianfang
)");
}

std::string ZshCompletion(const DeclaredProgram& program) {
  std::string described;
  for (const DeclaredNoun& noun : program.nouns) {
    absl::StrAppend(&described, "  described[", noun.name, "]=", Quoted(noun.description), "\n");
    for (const DeclaredVerb& verb : noun.verbs) {
      absl::StrAppend(&described, "  described[", noun.name, "/", verb.name, "]=", Quoted(verb.description), "\n");
    }
  }
  return absl::StrCat(R"(#compdef lianfang
# Completion of lianfang for zsh; `lianfang completion zsh` writes it, as _lianfang in a directory of $fpath.
_lianfang() {
  local -a entries line
  line=("${words[@]}")
  local noun='' verb='' choices='' word index skip=false
  local valued=' )",
                      absl::StrJoin(ValuedNames(program), " "), R"( '
  local -A described
)",
                      described, R"(  for ((index = 2; index < CURRENT; index++)); do
    word=$line[index]
    if $skip; then skip=false; continue; fi
    if [[ $word == -* ]]; then
      if [[ $valued == *" $word "* ]]; then skip=true; fi
    elif [[ -z $noun ]]; then noun=$word
    elif [[ -z $verb ]]; then verb=$word
    fi
  done
  if $skip; then _files; return; fi
  case $noun/$verb in
)",
                      CasesOf(program), R"(  esac
  for word in ${=choices}; do entries+=("${word//:/\\:}:${described[${noun:+$noun/}$word]}"); done
  _describe lianfang entries || _files
}
)");
}

std::string FishCompletion(const DeclaredProgram& program) {
  std::string script = absl::StrCat(R"(# Completion of lianfang for fish; `lianfang completion fish` writes it.
# Noun and verb so far: words that are neither options nor their values.
function __lianfang_words
  set -l valued )",
                                    absl::StrJoin(ValuedNames(program), " "), R"(
  set -l skip 0
  for word in (commandline -opc)[2..-1]
    if test $skip -eq 1
      set skip 0
    else if string match -q -- '-*' $word
      contains -- $word $valued; and set skip 1
    else
      echo $word
    end
  end
end
function __lianfang_at
  set -l line (__lianfang_words | string join ' ')
  string match -q -- "$argv *" "$line "
end
function __lianfang_begins
  set -l line (__lianfang_words | string join ' ')
  test "$line" = "$argv"
end
)");
  const auto add_options = [&script](const std::vector<DeclaredOption>& options, const std::string& condition) {
    for (const DeclaredOption& option : options) {
      if (option.positional) continue;
      absl::StrAppend(&script, "complete -c lianfang", condition);
      for (absl::string_view name : option.names) {
        absl::StrAppend(&script, absl::StartsWith(name, "--") ? " -l " : " -s ",
                        name.substr(absl::StartsWith(name, "--") ? 2 : 1));
      }
      absl::StrAppend(&script, option.takes_value ? " -r" : "", " -d ", FishQuoted(option.description), "\n");
    }
  };
  add_options(program.options, "");
  for (const DeclaredNoun& noun : program.nouns) {
    absl::StrAppend(&script, "complete -c lianfang -f -n __lianfang_begins -a ", noun.name, " -d ",
                    FishQuoted(noun.description), "\n");
    for (const DeclaredVerb& verb : noun.verbs) {
      absl::StrAppend(&script, "complete -c lianfang -f -n '__lianfang_begins ", noun.name, "' -a ", verb.name, " -d ",
                      FishQuoted(verb.description), "\n");
      add_options(verb.options, absl::StrCat(" -n '__lianfang_at ", noun.name, " ", verb.name, "'"));
    }
  }
  return script;
}

}  // namespace lianfang::cli
