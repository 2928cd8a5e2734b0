/*
 * The grammar of .model files: declarations, distributions, equations, confounding, priors and questions.
 *
 * A statement ends with its line. LineEnds drops the line ends inside brackets and after an operator or a comma,
 * and puts one before a closing brace and after it, so every statement here can simply end with NEWLINE.
 */
grammar Causal;

file
    : NEWLINE* (statement NEWLINE+)* EOF
    ;

question
    : expression NEWLINE* EOF
    ;

/* What stands inside do(...), alone. */
settings
    : assignment (',' assignment)* NEWLINE* EOF
    ;

/* Two entries for finding every error of a broken file, line by line. */
lineOfFile
    : statement NEWLINE* EOF
    ;

lineOfEstimands
    : namedQuestion NEWLINE* EOF
    ;

statement
    : ROW names                                                     # rowDeclaration
    | LATENT names                                                  # latentDeclaration
    | GROUP names (IN NAME)?                                        # groupDeclaration
    | COLUMN NAME '[' NAME ']' (',' NAME '[' NAME ']')*             # columnDeclaration
    | COLUMNS NAME '=' expression                                   # columnsDeclaration
    | SERIES NAME ORDERED BY NAME                                   # seriesDeclaration
    | ROWS NAME '{' NEWLINE* (statement NEWLINE+)* '}'              # rowsBlock
    | RANDOMISED names                                              # randomisation
    | OBSERVE names                                                 # observation
    | DO '(' assignment (',' assignment)* ')'                       # intervention
    | PRIOR '(' target ')' '=' distribution                         # priorOverride
    | ESTIMANDS '{' NEWLINE* (namedQuestion NEWLINE+)* '}'        # estimandsBlock
    | NAME '<->' NAME                                               # confounding
    | target (',' target)* '~' distribution                         # sampling
    | '(' target (',' target)+ ')' '~' distribution                 # jointSampling
    | target '=' expression                                         # equation
    ;

namedQuestion
    : NAME '=' STRING
    ;

names
    : NAME (',' NAME)*
    ;

target
    : NAME ('[' NAME (',' NAME)* ']')?
    ;

distribution
    : NAME ('(' arguments? ')')?
    ;

arguments
    : argument ((',' | ';') argument)*
    ;

argument
    : (NAME '=')? expression (('|' | '||') NAME)?
    ;

assignment
    : NAME '=' expression
    ;

list
    : '[' expression (',' expression)* ']'
    ;

expression
    : <assoc = right> expression '^' expression                     # power
    | '-' expression                                                # negation
    | expression ':' expression                                     # interaction
    | expression ('*' | '/') expression                             # product
    | expression ('+' | '-') expression                             # sum
    | expression ('==' | '!=' | '<' | '<=' | '>' | '>=') expression # comparison
    | NOT expression                                                # denial
    | expression AND expression                                     # conjunction
    | expression OR expression                                      # disjunction
    | NUMBER                                                        # number
    | STRING                                                        # text
    | NAME '(' arguments? ')'                                       # call
    | NAME '[' expression (',' expression)* ('|' condition (',' condition)*)? ']' # element
    | NAME                                                          # name
    | list                                                          # vector
    | '(' expression (('|' | '||') NAME)? ')'                       # parentheses
    ;

condition
    : DO '(' assignment (',' assignment)* ')'                       # setTo
    | NAME '~' DO '(' assignment (',' assignment)* ')'              # naturalUnder
    | WHERE expression                                              # restriction
    | BY names                                                      # breakdown
    ;

ROW        : 'row' ;
ROWS       : 'rows' ;
LATENT     : 'latent' ;
GROUP      : 'group' ;
COLUMN     : 'column' ;
COLUMNS    : 'columns' ;
SERIES     : 'series' ;
ORDERED    : 'ordered' ;
BY         : 'by' ;
IN         : 'in' ;
RANDOMISED : 'randomised' ;
OBSERVE    : 'observe' ;
DO         : 'do' ;
PRIOR      : 'prior' ;
ESTIMANDS  : 'estimands' ;
WHERE      : 'where' ;
AND        : 'and' ;
OR         : 'or' ;
NOT        : 'not' ;

NAME    : [A-Za-z_] [A-Za-z_0-9]* ;
NUMBER  : ([0-9]+ ('.' [0-9]*)? | '.' [0-9]+) ([eE] [+-]? [0-9]+)? ;
STRING  : '"' ~["\r\n]* '"' | '\'' ~['\r\n]* '\'' ;
COMMENT : '//' ~[\r\n]* -> skip ;
SPACE   : [ \t\u00A0\uFEFF]+ -> skip ;
NEWLINE : '\r'? '\n' | '\r' ;
UNKNOWN : . ;
