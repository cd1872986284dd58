// pure
/** Words that common passwords are made of, from published lists of leaked ones; letters only, lower case. */
export const commonWords: readonly string[] = `
  password passwort passw pass motdepasse contrasena parola wachtwoord haslo senha parole
  admin administrator root login letmein welcome willkommen bienvenue access secret geheim master changeme default
  guest user test testing temp server computer internet windows linux ubuntu debian fettle monitor monitoring
  iloveyou loveyou ichliebedich love lovely lover sunshine princess prinzessin dragon monkey shadow superman batman
  spiderman pokemon starwars football fussball baseball basketball hockey soccer liverpool arsenal chelsea barcelona
  juventus realmadrid schalke bayern yankees cowboys lakers eagles steelers rangers
  michael jordan jennifer jessica michelle ashley daniel thomas robert andrew joshua matthew anthony charlie george
  hunter ranger harley buster tigger ginger pepper cookie killer summer winter spring autumn sommer herbst fruehling
  flower freedom whatever trustno nothing cheese banana orange purple yellow green black silver golden diamond
  mustang ferrari porsche mercedes corvette yamaha honda toyota camaro
  samsung google facebook microsoft apple amazon twitter instagram youtube netflix linkedin
  monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
  october november december
  london berlin paris america england germany deutschland russia china india mexico brazil
  hello hallo bonjour hola jesus christ angel heaven blessed church family mother father sister brother baby
  qwertz azerty qazwsx asdfgh zxcvbn zaqwsx qweasd
  chocolate butterfly elephant penguin dolphin tiger lion eagle falcon phoenix panther bear wolf
  matrix hacker ninja samurai wizard pirate knight warrior legend gandalf merlin
  babygirl sweetheart honey sugar lucky happy smile forever friends bestfriend
  company business office manager service support helpdesk backup database network router switch firewall security
  abcd work home house garden money dollar
`
  .trim()
  .split(/\s+/);
