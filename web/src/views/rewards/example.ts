// SPDX-License-Identifier: MIT
// A table to begin with: two questions as a verifier scores the completions of a small model.

export const example = `prompt,completion,reward,count
What is 17 × 24?,408,1,9
What is 17 × 24?,398,0,14
What is 17 × 24?,"about 400",0.2,5
What is 17 × 24?,418,0,3
What is 17 × 24?,"17 × 24 = 408",1,1
Name a prime above 90.,97,1,12
Name a prime above 90.,91,0,11
Name a prime above 90.,93,0,4
Name a prime above 90.,101,1,2
Name a prime above 90.,"97, as 7 × 13 is 91",1,1
Name a prime above 90.,"97, as 7 × 13 is 91",0,1
`;
