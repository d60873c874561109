/** First and last names by where people come from; common names put together at random, nobody in particular. */
const words = (text: string) => text.trim().split(/\s+/)

interface Names {
  first: string[]
  last: string[]
}

const names = (first: string, last: string): Names => ({ first: words(first), last: words(last) })

export const NAMES = {
  anglo: names(
    'Emma Noah Grace Liam Hannah Owen Claire Marcus Nora Dylan Audrey Caleb Jenna Trevor Molly Grant Paige Wesley Tessa Brandon',
    'Carver Whitlock Hadley Mercer Langford Sutter Beckett Thorne Ashby Redmond Colby Harlow Prescott Dunmore Kessler Wynn Alder Marlowe Finch Tolliver',
  ),
  hispanic: names(
    'Lucía Mateo Valeria Diego Camila Andrés Daniela Javier Ximena Rodrigo Paloma Emilio Renata Joaquín Itzel Gonzalo',
    'Ibáñez Quiroga Salcedo Montoya Arriaga Becerra Carranza Villalobos Peñalosa Urrutia Zamora Cifuentes Olmedo Barrientos',
  ),
  brazilian: names(
    'Beatriz Thiago Larissa Caio Marina Rafael Júlia Vinícius Letícia Bruno Isadora Murilo',
    'Cavalcanti Figueiredo Nogueira Bittencourt Azevedo Teixeira Peixoto Moreira Guimarães Siqueira Brandão Falcão',
  ),
  german: names(
    'Annika Jonas Katharina Lukas Friederike Matthias Svenja Tobias Heike Florian Ulrike Sebastian Jürgen Käthe',
    'Brandstätter Oberhuber Lindemann Vogelsang Krämer Sommerfeld Achterberg Wiesner Rautenberg Düring Holzapfel Steinbrück Eichler Moosmann',
  ),
  french: names(
    'Camille Étienne Margaux Théo Élodie Bastien Solène Guillaume Inès Rémi Aurélie Damien',
    'Lemoine Charpentier Beaufort Delacroix Marchand Fontanel Rousselet Guérin Vasseur Lacombe Perrault Chevallier',
  ),
  nordic: names(
    'Ingrid Søren Astrid Mikkel Freja Anders Saga Eirik Linnéa Joakim Tuuli Aksel',
    'Lindqvist Halvorsen Bergström Østergaard Nyholm Dahlgren Kvist Sandvik Ekström Rasmussen Virtanen Haugen',
  ),
  dutch: names(
    'Femke Daan Lotte Ruben Sanne Thijs Maaike Joris Anouk Sven',
    'Hoekstra Vermeulen Dijkman Brouwer Koster Zijlstra Terpstra Verhoeven Bosman Wouters',
  ),
  italian: names(
    'Chiara Lorenzo Giulia Matteo Elisa Davide Ginevra Stefano Ilaria Tommaso',
    'Bellandi Castiglione Ferraro Montanari Grimaldi Rinaldi Sartori Vannucci Pellegrini Lombardi',
  ),
  slavic: names(
    'Agnieszka Tomasz Zuzana Marek Katarzyna Bartosz Milena Ondřej Jelena Piotr Veronika Luka',
    'Kowalczyk Novotný Wiśniewska Dvořák Zieliński Horváthová Petrović Sokołowski Jankowska Procházka Marković Kučera',
  ),
  turkish: names(
    'Elif Emre Zeynep Burak Defne Kerem Selin Onur Ayşe Cem',
    'Yıldırım Karaca Aydoğan Çelikkol Özkan Şahinler Demirel Tuncer Erdem Koçak',
  ),
  arabic: names(
    'Layla Omar Yasmin Karim Noor Tariq Salma Hadi Rania Ziad',
    'Haddad Mansour Nasser Khalil Sabbagh Farouk Darwish Qasim Rahal Tannous',
  ),
  african: names(
    'Amara Kwame Zainab Tunde Wanjiru Sipho Ngozi Juma Thandiwe Chidi',
    'Okonkwo Mwangi Adeyemi Nkosi Mensah Kamau Balogun Dlamini Otieno Asante',
  ),
  indian: names(
    'Ananya Rohan Priya Vikram Meera Arjun Kavya Siddharth Lakshmi Nikhil Tanvi Harish',
    'Deshpande Iyer Mukherjee Chaudhary Nambiar Kulkarni Bhattacharya Reddy Menon Sabharwal Rao Joshi',
  ),
  chinese: names(
    'Wei Jing Hao Mei Xinyi Jun Yuting Zhihao Lihua Tao',
    'Zhang Lin Huang Zhou Wu Tan Ong Goh Xu Chen',
  ),
  japanese: names(
    'Haruka Kenji Yui Takumi Sakura Daichi Aoi Ren Natsuki Shota',
    'Takahashi Fujimoto Kobayashi Nakagawa Ishikawa Morita Yamashita Hayashi Okada Shimizu',
  ),
  korean: names(
    'Jiwoo Minjun Seoyeon Hyunwoo Eunji Jaehyun Sora Donghyun',
    'Kim Park Choi Jung Kang Yoon Lim Han',
  ),
} satisfies Record<string, Names>

export type Culture = keyof typeof NAMES

const SPECIAL: Record<string, string> = { ø: 'o', Ø: 'O', ł: 'l', Ł: 'L', ı: 'i', ß: 'ss', æ: 'ae', Æ: 'Ae' }

/** The name as a mail system writes it: letters of the English alphabet only. */
export function plainLetters(name: string): string {
  return name
    .replace(/[øØłŁıßæÆ]/g, (letter) => SPECIAL[letter]!)
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
}
