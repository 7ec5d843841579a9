"""Who may take which step of a qualification: role by role, relation by relation. y: yes, a dot: no.

own       L the learner · S a learner who holds every role there is, on their own registration
given     A assessor of this unit · U assessor of another unit of this learner · Q their quality assurer
none      l another learner · t trainer · a assessor of the hub · q quality assurer · e editor
          w who assessed until yesterday · x assessor elsewhere · c coordinator elsewhere · o lead of another award
centre    C the hub's coordinator · M manager · Q lead quality assurer · E centre administrator
conflict  A Q C M Q as above, each with an open conflict of interest with the learner
"""

PEOPLE = {"own": "LS", "given": "AUQ", "none": "ltaqewxco", "centre": "CMQE", "conflict": "AQCMQ"}

TABLE = """
                                    | LS | AUQ | ltaqewxco | CMQE | AQCMQ |

The registration
ask for it oneself                  | .. | yyy | yyyyyyyyy | yyyy | yyyyy |
put a neighbour forward             | .y | ... | ......... | yy.. | ..yy. |
say yes to being put forward        | yy | ... | ......... | .... | ..... |
see the list of registrations       | .y | ... | .......yy | yyyy | ..yyy |
see the registration                | yy | yyy | ......... | yyyy | yyyyy |
write down a check                  | .. | ... | ......... | yy.y | ..... |
accept                              | .. | ... | ......... | yy.y | ..... |
decline                             | .. | ... | ......... | yy.y | ..... |
write the legal name                | yy | ... | ......... | yy.y | ..... |
say that the legal name is right    | yy | ... | ......... | .... | ..... |
choose optional units               | yy | ... | ......... | yy.y | ..... |
record the number                   | .. | ... | ......... | .y.y | ..... |
say that the organisation was told  | .. | ... | ......... | .y.y | ..... |
begin a break                       | yy | ... | ......... | yy.y | ..... |
come back from a break              | yy | ... | ......... | yy.y | ..... |
withdraw                            | yy | ... | ......... | yy.y | ..... |
move to another hub                 | .. | ... | ......... | yy.y | ..... |

Who assesses and who checks
see who assesses                    | .. | yyy | ......... | yyyy | yyyyy |
give to an assessor                 | .. | ... | ......... | .yy. | ..... |
end or hand over                    | .. | ... | ......... | .yy. | ..... |
give many at once                   | .y | ... | ........y | .yy. | ...yy |
be given unit 1 to assess           | .. | yy. | ..y..yy.. | .... | ..... |
be given unit 1 to check            | .. | ..y | ...y....y | ..y. | ..... |

Conflicts of interest: one's own with this learner, for all others the trainer's
declare an interest                 | .y | yyy | .yyyyyyyy | yyyy | yyyyy |
declare one for somebody else       | .y | ... | ........y | .yy. | ...yy |
see what others declared            | .y | ... | ........y | .yy. | ...yy |
see this declaration                | .y | ... | .y......y | .yy. | yyyyy |
say that it is over                 | .. | ... | ......... | .yy. | ..... |
decide how it is dealt with         | .. | ... | ......... | ..y. | ..... |
look instead                        | .. | yyy | ..yy.yy.y | ..y. | ..... |

The plan
write a plan                        | .. | yy. | ......... | .... | ..... |
begin the plan with a template      | .. | yy. | ......... | .... | ..... |
agree to the plan                   | yy | ... | ......... | .... | ..... |
mark a task done                    | yy | yy. | ......... | .... | ..... |
read plan and notes                 | yy | yyy | ......... | ..y. | ..... |
write a note                        | .. | yy. | ......... | .... | ..... |
open “My learners”                  | .y | yy. | ..y..yy.. | .... | y.... |
see the page of the work            | .. | yyy | ......... | ..y. | ..... |
see templates                       | .y | yy. | ..y..yy.y | .yy. | y..yy |
keep templates of the hub           | .y | yy. | ..y..y... | .yy. | y..yy |

The portfolio: a piece that shows something of unit 1
add a piece of evidence             | yy | ... | ......... | .... | ..... |
say what a piece shows              | yy | ... | ......... | .... | ..... |
change a piece                      | yy | ... | ......... | .... | ..... |
delete a piece                      | yy | ... | ......... | .... | ..... |
take a piece out                    | yy | ... | ......... | .... | ..... |
bring a piece back                  | yy | ... | ......... | .... | ..... |
add a file                          | yy | ... | ......... | .... | ..... |
take a file away                    | yy | ... | ......... | .... | ..... |
see a piece                         | yy | y.y | ......... | ..y. | ..... |
see one that shows a neighbour      | yy | ... | ......... | .... | ..... |
open a file                         | yy | y.y | ......... | ..y. | ..... |

A witness's statement, that was asked for and not answered
ask a witness                       | yy | ... | ......... | .... | ..... |
see what a witness says             | yy | ... | ......... | .... | ..... |
ask the witness again               | yy | ... | ......... | .... | ..... |
ask no more                         | yy | ... | ......... | .... | ..... |
answer with the witness's link      | .. | yyy | yyyyyyyyy | yyyy | yyyyy |
write up what the witness said      | .. | yy. | ......... | .... | ..... |

Handing in, for unit 1
see what is still to show           | yy | ... | ......... | .... | ..... |
ask for a look                      | yy | ... | ......... | .... | ..... |
see the draft                       | yy | y.. | ......... | .... | ..... |
answer the look                     | .. | y.. | ......... | .... | ..... |
hand in                             | yy | ... | ......... | .... | ..... |
see what was handed in              | yy | y.y | ......... | ..y. | ..... |
give it back                        | .. | y.. | ......... | .... | ..... |
give another try                    | .. | ... | ......... | ..y. | ..... |

Judging unit 1. The round is of whoever has the learner; once, a trainee's, the hub's assessor is asked to countersign
judge unit 1                        | .. | y.. | ......... | .... | ..... |
take what was handed in             | .. | y.. | ......... | .... | ..... |
see what can be judged without a hand-in | .. | yy. | ......... | .... | ..... |
judge by a record                   | .. | y.. | ......... | .... | ..... |
judge it again                      | .. | y.. | ......... | .... | ..... |
write in the round                  | .. | y.. | ......... | .... | ..... |
send the round                      | .. | y.. | ......... | .... | ..... |
put the round back                  | .. | y.. | ......... | .... | y.... |
read the round before it is sent    | .. | y.y | ......... | ..y. | ..... |
read the feedback                   | yy | y.y | ......... | ..y. | ..... |
say that the feedback is read       | yy | ... | ......... | .... | ..... |
read what is to be countersigned    | .. | y.y | ..y...... | ..y. | ..... |
countersign                         | .. | ... | ..y...... | .... | ..... |
name who countersigns               | .. | ... | ......... | ..y. | ..... |
see what is stuck                   | .y | ..y | ...y....y | ..y. | .y..y |
record the feedback                 | .. | y.. | ......... | .... | ..... |
hear the feedback before it is sent | .. | y.y | ......... | ..y. | ..... |
hear the feedback                   | yy | y.y | ......... | ..y. | ..... |
hear what is to be countersigned    | .. | y.y | ..y...... | ..y. | ..... |

Prior learning, what helps, and holds, for unit 1
see what helps and what is held     | yy | yyy | ......... | yyyy | ..... |
read what makes it hard             | yy | yyy | ......... | ..yy | ..... |
ask for prior learning              | yy | ... | ......... | .... | ..... |
answer prior learning               | .. | y.. | ......... | .... | ..... |
ask for more of it                  | .. | y.. | ......... | .... | ..... |
say what comes of it                | .. | y.. | ......... | .... | ..... |
take prior learning back            | yy | ... | ......... | .... | ..... |
ask for what helps                  | yy | ... | ......... | .... | ..... |
write down what helps               | .. | yy. | ......... | yy.y | ..... |
say yes to what helps               | yy | ... | ......... | .... | ..... |
take back what helps                | yy | ... | ......... | .... | ..... |
decide about what helps             | .. | ... | ......... | ..yy | ..... |
put it before somebody outside      | .. | ... | ......... | ..yy | ..... |
put in place what helps             | .. | y.. | ......... | .... | ..... |
say whether it helps                | .. | y.. | ......... | .... | ..... |
place a hold                        | .. | ... | ......... | .yy. | ..... |
leave a hold standing               | .. | ... | ......... | .yy. | ..... |
lift a hold                         | .. | ... | ......... | ..y. | ..... |

Data protection
take the content of a file away     | .. | ... | ......... | .y.. | ...y. |

What an assessor saw, heard or asked, for unit 1
write records of a learner          | .. | yy. | ......... | .... | ..... |
record something for unit 1         | .. | y.. | ......... | .... | ..... |
see the list of records             | yy | yyy | ......... | ..y. | ..... |
read a record that was shared       | yy | y.y | ......... | ..y. | ..... |
read one that is being written      | .. | y.. | ......... | .... | ..... |
change a record                     | .. | y.. | ......... | .... | ..... |
share a record                      | .. | y.. | ......... | .... | ..... |
take a record back                  | .. | y.. | ......... | .... | ..... |
throw a record away                 | .. | y.. | ......... | .... | ..... |
put a file into a record            | .. | y.. | ......... | .... | ..... |
go on to judge from a record        | .. | y.. | ......... | .... | ..... |
confirm a record                    | yy | ... | ......... | .... | ..... |

Signing unit 1 off; the trainee of these rows is countersigned by the assessor of the hub
see how units are signed            | yy | yyy | ......... | ..y. | ..... |
sign unit 1 off, all of it met      | .. | y.. | ......... | .... | ..... |
countersign it for a trainee        | .. | ... | ..y...... | .... | ..... |
confirm it                          | yy | ... | ......... | .... | ..... |
take it back                        | .. | y.. | ......... | ..y. | ..... |

The staff file
read the staff file                 | .y | ..y | ...y....y | .yyy | .y.yy |
see one assessor's page             | .y | ..y | ..yy....y | .yyy | .y.yy |
record a status                     | .y | ... | ......... | .y.. | ...y. |
record one's own status             | .. | ... | ......... | .... | ..... |
make somebody the lead              | .y | ... | ......... | .y.. | ...y. |
end somebody's task                 | .y | ... | ......... | .y.. | ...y. |
be fit to judge unit 1              | .y | yy. | ..y..yy.. | .... | y.... |
"""
