// SPDX-License-Identifier: MIT
// The help text, and the error that a command makes no sense.

export const usage = `Usage: grpo-playground COMMAND FILE [OPTIONS]

Stationary policies of GRPO, RLHF and their relatives. FILE holds one scenario document, or one per line (NDJSON);
"-" reads standard input. One result per line is written, in the same order, as JSON.

  solve FILE        every rule's stationary policies
    --search all|branch     all of them (default), or the one reached from the reference policy

  preference FILE   P(o | policy) of every answer, at a given policy
    --policy 0.2,0.5,0.3    one probability per answer
    --rule 0                the rule, counted from 0 (default 0)

  sweep FILE        one rule solved along the values of one parameter
    --beta VALUES           values of β, or
    --group-size VALUES     group sizes, "inf" allowed
    --rule 0                the rule, counted from 0 (default 0)
    --search all|branch     as above

  --help            this text
  --version         the version

VALUES is a list, 2,4,8,inf, or a range START:STOP:COUNT with :log or :lin (default) for its spacing, 0.01:10:50:log.

A document that is not valid gives {"status":"invalid","issues":[{"field","value","constraint"}]} and the batch goes on.
Exit status: 0 when every document was solved, 1 when one was not valid, 2 when the command makes no sense.
`;

/** The command makes no sense: exit status 2. */
export class UsageError extends Error {}
