# Steps of the main job that are taken once, however often it is run. Sourced by deploy/main-job.
#
#   taken="SERVE SUPERVISE"                        # what a document says was done already
#   once SERVE take emergency order serve "$order" # is left alone
# shellcheck shell=bash

taken=""

# once STEP COMMAND...: unless `taken` has the step.
once() { if [[ " $taken " != *" $1 "* ]]; then "${@:2}"; fi; }

# take IDENTITY ARGUMENT...: a call of which nothing is printed.
take() { as "$@" --output json >/dev/null; }
